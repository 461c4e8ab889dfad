import { expect, test } from "vitest";
import { classicPair, heard } from "../../test/classic.js";
import { ScriptedSwitch } from "../../test/scripted-switch.js";
import { Connection } from "./index.js";

test("the callback is the last argument, behind a local address or none", async () => {
  await using sw = await ScriptedSwitch.start();
  const forms = [
    (ready: () => void) => new Connection("127.0.0.1", sw.port, "ClueCon", "127.0.0.1", ready),
    (ready: () => void) => new Connection("127.0.0.1", `${sw.port}`, "ClueCon", ready),
  ];
  for (const form of forms) {
    const conn = await new Promise<Connection>((resolve) => {
      const made: Connection = form(() => resolve(made));
    });
    expect(conn.socket).not.toBeNull();
    conn.disconnect();
    expect(conn.socket).toBeNull();
  }
});

test("recvEvent without a callback waits for nobody", async () => {
  const { conn, sw } = await classicPair();
  conn.recvEvent();
  conn.recvEventTimed(1);
  const event = heard(conn, "esl::event::X");
  sw.peer.event({ "Event-Name": "X" });
  await event;
  expect(conn.listenerCount("esl::event::X")).toBe(0);
});

test("knows what was subscribed last, and whether there are filters", async () => {
  const { conn } = await classicPair();
  expect([conn.listeningEvents, conn.usingFilters]).toEqual([conn.reqEvents, false]);
  conn.subscribe("HEARTBEAT CUSTOM a::b");
  conn.filter("Unique-ID", "u");
  expect(conn.listeningEvents).toEqual(["HEARTBEAT", ...conn.reqEvents, "CUSTOM", "a::b"]);
  expect(conn.usingFilters).toBe(true);
});

test("a program that leaves while its commands are under way hears of no error", async () => {
  const { conn, sw } = await classicPair({
    script: ({ line }, peer) => {
      if (line === "exit") peer.socket.destroy();
      return line === "exit" || line === "linger";
    },
  });
  conn.on("error", (error) => expect.unreachable(error.message));
  conn.send("linger");
  await sw.received("linger");
  conn.disconnect();
  await heard(conn, "esl::end");
  expect(conn.connected()).toBe(false);
});
