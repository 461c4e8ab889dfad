// A console in forty lines: node console.mjs. Lines are API commands; "/log LEVEL" and "/events NAME…" show more.
import { createInterface } from "node:readline";
import { EslClient, EslError } from "@parley/esl";

const client = new EslClient({
  host: process.env.PARLEY_ESL_HOST ?? "127.0.0.1",
  port: Number(process.env.PARLEY_ESL_PORT ?? 8021),
  password: process.env.PARLEY_ESL_PASSWORD ?? "",
});
client.on("down", (error) => console.log(`-- ${error.message}; connecting again`));
client.on("ready", () => console.log("-- connected"));
client.on("log", (line) => console.log(line.text.trimEnd()));
client.on("event", (event) => console.log(event.name, event.subclass ?? "", event.body ?? ""));
await client.connect();

async function run(line) {
  const [word, ...rest] = line.trim().split(/\s+/);
  if (word === "") return;
  if (word === "/log") await client.log(rest[0] ?? "debug");
  else if (word === "/events") await client.subscribe({ events: rest });
  else console.log((await client.api(line.trim(), undefined, { raw: true })).trimEnd());
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === "/exit") break;
  try {
    await run(line);
  } catch (error) {
    // A refused command or a lost link is no reason to leave; anything else is a mistake of ours.
    if (!(error instanceof EslError)) throw error;
    console.log(error.message);
  }
}
process.stdin.destroy(); // a pipe that stays open would keep us here
await client.close();
