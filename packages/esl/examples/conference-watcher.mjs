// Tells who comes, talks and goes in every conference, until Ctrl-C: node conference-watcher.mjs
import { EslClient } from "@parley/esl";

const client = new EslClient({
  host: process.env.PARLEY_ESL_HOST ?? "127.0.0.1",
  port: Number(process.env.PARLEY_ESL_PORT ?? 8021),
  password: process.env.PARLEY_ESL_PASSWORD ?? "",
  subscription: { subclasses: ["conference::maintenance"] },
});
process.once("SIGINT", () => client.close());

// Also after a reconnect: the switch does not replay what happened meanwhile, so the list is read afresh.
client.on("ready", async () => {
  const list = await client.api("conference", "list count", { raw: true });
  console.log(`watching; now: ${list.trim()}`);
});
await client.connect();

const SAID = {
  "add-member": "came",
  "del-member": "left",
  "start-talking": "talks",
  "stop-talking": "is silent",
  "mute-member": "is muted",
  "unmute-member": "is unmuted",
};
for await (const event of client.events()) {
  const said = SAID[event.get("Action") ?? ""];
  if (said === undefined) continue;
  const who = event.get("Caller-Caller-ID-Name") ?? `member ${event.get("Member-ID")}`;
  console.log(`${event.get("Conference-Name")}: ${who} ${said}`);
}
