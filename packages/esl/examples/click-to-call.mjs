// Rings one phone, then connects it with a number: node click-to-call.mjs USER@DOMAIN NUMBER [NAME]
import { ApiError, EslClient } from "@parley/esl";
import { quoteArgument, variableList } from "@parley/esl/arguments";

const [user = "", number = "", name = "Click to call"] = process.argv.slice(2);
// What ends up in a dial string is checked by what it may be, not by what it must not hold.
if (!/^[\w.-]+@[\w.-]+$/.test(user) || !/^\+?\d{1,20}$/.test(number)) {
  console.error("usage: click-to-call.mjs USER@DOMAIN NUMBER [NAME]");
  process.exit(2);
}

const client = new EslClient({
  host: process.env.PARLEY_ESL_HOST ?? "127.0.0.1",
  port: Number(process.env.PARLEY_ESL_PORT ?? 8021),
  password: process.env.PARLEY_ESL_PASSWORD ?? "",
  reconnect: false,
});
await client.connect();
// variableList refuses what could leave the list: a name may come from a web form. quoteArgument keeps its blanks together,
// at which `originate` splits.
const variables = variableList({
  origination_caller_id_name: name,
  origination_caller_id_number: number,
  originate_timeout: 30,
});
try {
  // In the background: `api originate` would hold the whole connection until somebody picks up.
  const target = quoteArgument(`${variables}user/${user}`);
  const answer = await client.bgapi("originate", `${target} ${number} XML default`);
  console.log(`the phone was picked up: ${answer.trim()}`);
} catch (error) {
  if (!(error instanceof ApiError)) throw error;
  console.log(`not picked up: ${error.reply}`);
  process.exitCode = 1;
}
await client.close();
