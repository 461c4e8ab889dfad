// Says how the switch is: node status.mjs
import { EslClient } from "@parley/esl";

const client = new EslClient({
  host: process.env.PARLEY_ESL_HOST ?? "127.0.0.1",
  port: Number(process.env.PARLEY_ESL_PORT ?? 8021),
  password: process.env.PARLEY_ESL_PASSWORD ?? "",
  reconnect: false,
});

await client.connect();
console.log((await client.api("status")).trimEnd());
const { row_count: channels = 0 } = JSON.parse(await client.api("show", "channels as json"));
console.log(`${channels} channels`);
await client.close();
