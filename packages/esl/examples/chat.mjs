// Sends a text message to a phone that is registered: node chat.mjs USER@DOMAIN TEXT [PROFILE]
import { EslClient } from "@parley/esl";

const [address = "", text = "", profile = "internal"] = process.argv.slice(2);
const [user, host] = address.split("@");
if (!user || !host || text === "") {
  console.error("usage: chat.mjs USER@DOMAIN TEXT [PROFILE]");
  process.exit(2);
}

const client = new EslClient({
  host: process.env.PARLEY_ESL_HOST ?? "127.0.0.1",
  port: Number(process.env.PARLEY_ESL_PORT ?? 8021),
  password: process.env.PARLEY_ESL_PASSWORD ?? "",
  reconnect: false,
});
await client.connect();
// mod_sofia makes a SIP MESSAGE of this event. The body may hold any text: its length is announced, nothing is escaped.
const headers = { profile, user, host, "content-type": "text/plain" };
console.log(`sent as event ${await client.sendEvent("SEND_MESSAGE", headers, text)}`);
await client.close();
