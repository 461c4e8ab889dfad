import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EslClient, EslEvent } from "../../packages/esl/src/index.js";
import * as classic from "../../packages/esl/src/modesl/index.js";
import { Call } from "../../packages/esl/src/outbound/index.js";
import { ready } from "../../packages/esl/test/ready.js";

const page = (name: string) =>
  readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), "utf8");

/** Rows of all tables as their cells. */
const rows = (text: string) =>
  text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1));

/** The methods that inline code names on such an object. */
const named = (text: string, object: string) =>
  [...text.matchAll(/`([^`]+)`/g)].flatMap(([, code = ""]) =>
    [...code.matchAll(new RegExp(`\\b${object}\\.(\\w+)`, "g"))].map(([, name = ""]) => name),
  );

test.each([
  ["esl", "client", EslClient.prototype],
  ["esl", "call", Call.prototype],
  ["esl", "event", EslEvent.prototype],
  ["esl-migration", "client", EslClient.prototype],
  ["esl-migration", "call", Call.prototype],
  ["esl-migration", "event", EslEvent.prototype],
])("what %s.md says of %s exists", (name, object, prototype) => {
  // The last cell of a row is ours, the others may be another library's.
  const ours = rows(page(name)).map((cells) => cells.at(-1) ?? "");
  const names = ours.flatMap((cell) => named(cell, object));
  expect(names.length).toBeGreaterThan(2);
  const fields = object === "event" ? ["headers", "name", "subclass", "body"] : [];
  const known = new Set([...fields, ...(object === "call" ? ["ended"] : [])]);
  expect(names.filter((each) => !(each in prototype) && !known.has(each))).toEqual([]);
});

test("every name of the classic interface that the guide uses exists", () => {
  const text = rows(page("esl-migration")).flat().join("\n");
  const missing = (object: string, prototype: object) =>
    named(text, object).filter((name) => !(name in prototype));
  expect(missing("conn", classic.Connection.prototype)).toEqual([]);
  expect(missing("evt", classic.Event.prototype)).toEqual([]);
  expect(named(text, "conn").length).toBeGreaterThan(5);
});

test("the way from modesl to the native interface, line by line", async () => {
  await using t = await ready({
    output: (words) => (words === "status" ? "UP 0 years\n" : "+OK job\n"),
    script: ({ line, headers }, peer) => {
      if (!line.startsWith("sendmsg")) return false;
      peer.reply("+OK");
      const id = headers.get("Event-UUID") ?? "";
      peer.event({ "Event-Name": "CHANNEL_EXECUTE_COMPLETE", "Application-UUID": id });
      return true;
    },
  });
  const { client, scripted } = t;
  expect(await client.api("status")).toBe("UP 0 years\n");
  expect(await client.bgapi("originate", "user/1 &park")).toBe("+OK job\n");
  await client.subscribe({
    events: ["HEARTBEAT"],
    subclasses: ["a::b"],
    filters: [{ header: "X", value: "1" }],
  });
  const names: string[] = [];
  client.on("event", (event) => names.push(`${event.name} ${event.subclass} ${event.body}`));
  const events = client.events()[Symbol.asyncIterator]();
  scripted.peer.event({ "Event-Name": "CUSTOM", "Event-Subclass": "a::b", X: "1" }, "text");
  const { value } = await events.next();
  expect([value.get("x"), value.getAll("X"), value.body]).toEqual(["1", ["1"], "text"]);
  expect(names).toEqual(["CUSTOM a::b text"]);
  expect(await client.sendEvent("CUSTOM", { "Event-Subclass": "a::b" }, "text")).toMatch(/^\w{8}-/);
  expect((await client.send("nolog")).text).toBe("+OK no longer logging");
  const message = { "call-command": "execute", "execute-app-name": "answer" };
  await client.sendMessage("u", message);
  expect((await client.execute("u", "answer")).name).toBe("CHANNEL_EXECUTE_COMPLETE");
  await client.log("debug");
  const logged = new Promise((resolve) => client.on("log", (line) => resolve(line.text)));
  scripted.peer.write("Content-Type: log/data\nContent-Length: 3\nLog-Level: 7\n\nhey");
  expect(await logged).toBe("hey");
  await client.close();
  expect(client.status).toEqual({ state: "closed" });
});
