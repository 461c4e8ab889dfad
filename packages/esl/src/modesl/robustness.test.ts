import { createServer } from "node:net";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { answerTo, classicPair, heard } from "../../test/classic.js";
import { ScriptedSwitch } from "../../test/scripted-switch.js";
import {
  AccessDeniedError,
  AuthFailedError,
  ConnectionLostError,
  InvalidArgumentError,
  ProtocolError,
} from "../index.js";
import { type Answer, Connection, Event, FailedCommandError } from "./index.js";

/** A callback that has been given an error keeps a program going that only knows events. */
function expectFailure(answer: Answer, reason: abstract new (...args: never[]) => Error): void {
  expect(answer).toBeInstanceOf(FailedCommandError);
  expect((answer as FailedCommandError).cause).toBeInstanceOf(reason);
  expect(answer.getBody()).toMatch(/^-ERR /);
  expect(answer.getHeader("Reply-Text")).toMatch(/^-ERR /);
  expect(answer.serialize("json")).toContain("Reply-Text");
}

test.each([["50% off"], ["%"], ["%zz %E4 %C3"], ["%ud83d"]])(
  "an event with the value %j is an event like any other",
  async (value) => {
    const { conn, sw } = await classicPair();
    const payload = `Event-Name: X\nvalue: ${value}\n\n`;
    const arrival = heard(conn, "esl::event::X");
    sw.peer.write(
      `Content-Length: ${payload.length}\nContent-Type: text/event-plain\n\n${payload}`,
    );
    const [event] = (await arrival) as [Event];
    expect(String(event.getHeader("value")).slice(0, 1)).toBe(value.slice(0, 1));
  },
);

test("damaged payloads are told and hurt nobody", async () => {
  const { conn, sw } = await classicPair();
  for (const [type, payload] of [
    ["json", '{ "Event-Name": "X", oops'],
    ["json", "not json"],
    ["xml", "<event><headers><Event-Name>X</Event"],
    ["plain", "no header at all"],
  ] as const) {
    sw.peer.write(
      `Content-Length: ${payload.length}\nContent-Type: text/event-${type}\n\n${payload}`,
    );
  }
  const answer = await answerTo((callback) => conn.api("status", callback));
  expect(answer.getBody()).toBe("+OK\n");
});

test("everybody who waits is told when the link goes, and the end once", async () => {
  const { conn, sw } = await classicPair({
    script: (command) => /^(api|sendmsg|linger|bgapi)/.test(command.line),
  });
  let ends = 0;
  conn.on("esl::end", () => ends++);
  const all = [
    answerTo((callback) => conn.api("status", callback)),
    answerTo((callback) => conn.bgapi("status", callback)),
    answerTo((callback) => conn.sendRecv("linger", callback)),
    answerTo((callback) => conn.execute("playback", "x", "u", callback)),
    answerTo((callback) => conn.recvEvent(callback)),
    answerTo((callback) => conn.recvEventTimed(60_000, callback)),
    answerTo((callback) => conn.show("channels", (error) => callback(error as FailedCommandError))),
  ];
  await sw.received(/^bgapi show/);
  sw.dropAll();
  for (const answer of await Promise.all(all)) expectFailure(answer, ConnectionLostError);
  expect([ends, conn.connected()]).toEqual([1, false]);
  expect(conn.lastError).toBeInstanceOf(ConnectionLostError);
  expect(conn.cmdCallbackQueue).toEqual([]);
});

test("a job that was accepted is told about the end as well", async () => {
  const { conn, sw } = await classicPair({
    script: ({ line }, peer) => {
      if (!line.startsWith("bgapi")) return false;
      peer.reply("+OK Job-UUID: j", "Job-UUID: j\n");
      return true;
    },
  });
  const accepted = heard(conn, "esl::event::command::reply");
  const result = answerTo((callback) => conn.bgapi("status", "", "j", callback));
  await accepted;
  sw.dropAll();
  expectFailure(await result, ConnectionLostError);
});

test("after the end, callbacks are told at once and commands without one are an error event", async () => {
  const { conn, sw } = await classicPair();
  const end = heard(conn, "esl::end");
  sw.dropAll();
  await end;
  expectFailure(await answerTo((callback) => conn.api("status", callback)), ConnectionLostError);
  expectFailure(await answerTo((callback) => conn.bgapi("status", callback)), ConnectionLostError);
  const error = heard(conn, "error");
  conn.send("linger");
  expect((await error)[0]).toBeInstanceOf(ConnectionLostError);
});

test("a job or an application that the socket refuses calls back", async () => {
  const { conn } = await classicPair({
    script: ({ line }, peer) => {
      if (!/^(bgapi|sendmsg)/.test(line)) return false;
      peer.reply("-ERR permission denied");
      return true;
    },
  });
  const job = await answerTo((callback) => conn.bgapi("status", callback));
  const run = await answerTo((callback) => conn.execute("answer", "", "none", callback));
  for (const answer of [job, run])
    expect(answer.getHeader("Modesl-Reply-ERR")).toContain("permission denied");
});

test("an api command that is refused calls back with the refusal", async () => {
  const { conn } = await classicPair({
    script: ({ line }, peer) => {
      if (!line.startsWith("api system")) return false;
      peer.reply("-ERR permission denied");
      return true;
    },
  });
  const refused = await answerTo((callback) => conn.api("system", "id", callback));
  expect(refused.getHeader("Reply-Text")).toBe("-ERR permission denied");
  const next = await answerTo((callback) => conn.api("status", callback));
  expect(next.getBody()).toBe("+OK\n");
});

test("a wrong password is auth::fail and fails what waits", async () => {
  await using sw = await ScriptedSwitch.start({ password: "other" });
  const conn = new Connection("127.0.0.1", sw.port, "wrong", () => expect.unreachable());
  const failed = heard(conn, "esl::event::auth::fail");
  const end = heard(conn, "esl::end");
  const waiting = answerTo((callback) => conn.api("status", callback));
  expect(((await failed)[0] as Event).getHeader("Modesl-Reply-ERR")).toBe("invalid");
  expectFailure(await waiting, AuthFailedError);
  await end;
  expect(conn.lastError).toBeInstanceOf(AuthFailedError);
  expect(conn.connected()).toBe(false);
});

test("a refused address is auth::fail, its own type, and lastError says so", async () => {
  await using sw = await ScriptedSwitch.start({ greeting: "rude" });
  const conn = new Connection("127.0.0.1", sw.port, "ClueCon");
  const told = Promise.all([
    heard(conn, "esl::event::auth::fail"),
    heard(conn, "esl::event::raw::text/rude-rejection"),
    heard(conn, "esl::end"),
  ]);
  const waiting = answerTo((callback) => conn.api("status", callback));
  const [[event]] = (await told) as unknown as [[Event]];
  expect(event.getBody()).toBe("Access Denied, go away.\n");
  expectFailure(await waiting, ConnectionLostError);
  expect(conn.lastError).toBeInstanceOf(AccessDeniedError);
});

test.each(["-5", "99999999999", "abc", "1e3"])(
  "Content-Length: %s ends the link and throws nothing",
  async (length) => {
    const { conn, sw } = await classicPair();
    const end = heard(conn, "esl::end");
    sw.peer.write(`Content-Length: ${length}\nContent-Type: text/event-json\n\n{}`);
    await end;
    expect(conn.lastError).toBeInstanceOf(ProtocolError);
  },
);

test("nobody listening at a refused connection is a matter of a warning, and error keeps its code", async () => {
  const free = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => free.once("listening", resolve));
  const { port } = free.address() as { port: number };
  await new Promise((resolve) => free.close(resolve));
  const conn = new Connection("127.0.0.1", port, "x");
  let ends = 0;
  conn.on("esl::end", () => ends++);
  const waiting = answerTo((callback) => conn.api("status", callback));
  const [error] = await heard(conn, "error");
  expect((error as NodeJS.ErrnoException).code).toBe("ECONNREFUSED");
  expectFailure(await waiting, ConnectionLostError);
  expect(ends).toBe(0);
});

test("disconnect before the connection is up is silent but for those who wait", async () => {
  await using sw = await ScriptedSwitch.start();
  const conn = new Connection("127.0.0.1", sw.port, "ClueCon", () => expect.unreachable());
  const waiting = answerTo((callback) => conn.api("status", callback));
  conn.on("error", () => expect.unreachable());
  conn.disconnect();
  expect(await waiting).toBeInstanceOf(FailedCommandError);
});

test("the answer to a peer that never greets is written after a second", async () => {
  await using sw = await ScriptedSwitch.start({ greeting: "silence" });
  const conn = new Connection("127.0.0.1", sw.port, "ClueCon");
  onTestFinished(() => conn.disconnect());
  conn.send("hello", { a: "b" });
  await sw.received("hello");
});

test("20,000 small frames in one chunk are read", async () => {
  const { conn, sw } = await classicPair();
  let count = 0;
  const all = new Promise<void>((resolve) =>
    conn.on("esl::event::TICK", () => {
      if (++count === 20_000) resolve();
    }),
  );
  sw.peer.format = "json";
  const payload = '{"Event-Name":"TICK"}';
  sw.peer.write(
    `Content-Length: ${payload.length}\nContent-Type: text/event-json\n\n${payload}`.repeat(20_000),
  );
  await all;
});

const PAYLOADS = [
  "\n\napi system id\n\n",
  "\r\n\r\napi system id",
  "\nevent-lock: true",
  "\0",
  "\n",
];

/** Each puts the hostile text into one argument of one method. */
const PLACES: readonly ((
  conn: Connection,
  evil: string,
  callback: (answer: Answer) => void,
) => void)[] = [
  (conn, evil, callback) => conn.sendRecv(`linger${evil}x`, callback),
  (conn, evil, callback) => conn.sendRecv("linger", { [`a${evil}`]: "b" }, callback),
  (conn, evil, callback) => conn.sendRecv("linger", { a: `b${evil}` }, callback),
  (conn, evil, callback) => conn.api(`status${evil}x`, callback),
  (conn, evil, callback) => conn.api("status", `a${evil}b`, callback),
  (conn, evil, callback) => conn.api("status", ["a", `b${evil}c`], callback),
  (conn, evil, callback) => conn.bgapi("conference", `3000 kick 1${evil}x`, callback),
  (conn, evil, callback) => conn.bgapi("status", "", `job${evil}`, callback),
  (conn, evil, callback) => conn.sendEvent(new Event("CUSTOM", `a::b${evil}`), callback),
  (conn, evil, callback) => conn.sendEvent(`X${evil}y`, new Event("X"), callback),
  (conn, evil, callback) => conn.filter("Event-Name", `x${evil}y`, callback),
  (conn, evil, callback) => conn.filterDelete("Event-Name", `x${evil}y`, callback),
  (conn, evil, callback) => conn.events("json", `HEARTBEAT${evil}x`, callback),
  (conn, evil, callback) => conn.execute(`answer${evil}`, "", "u", callback),
  (conn, evil, callback) => conn.execute("playback", `x${evil}`, "u", callback),
  (conn, evil, callback) => conn.execute("playback", "x", `u${evil}v`, callback),
  (conn, evil, callback) => conn.originate("p", "g", `1${evil}2`, callback),
  (conn, evil, callback) => conn.originate("p", "g", "1", `park${evil}x`, callback),
  (conn, evil, callback) => conn.message(`to${evil}`, "f", "p", "b", callback),
  (conn, evil, callback) => conn.message("t", "f", "p", "b", `s${evil}`, callback),
];

test("no argument of any method starts a second command or header", async () => {
  const { conn, sw } = await classicPair();
  for (const place of PLACES) {
    for (const evil of PAYLOADS) {
      sw.commands.length = 0;
      const answer = await answerTo((callback) => place(conn, evil, callback));
      expect(answer).toBeInstanceOf(FailedCommandError);
      expect((answer as FailedCommandError).cause).toBeInstanceOf(InvalidArgumentError);
      // Proof that nothing went out before: this comes first.
      await answerTo((callback) => conn.sendRecv("nolog", callback));
      expect(sw.lines.filter((line) => !/^filter/.test(line))).toEqual(["nolog"]);
    }
  }
});

test("without a callback a refused argument is an error event", async () => {
  const { conn } = await classicPair();
  const error = heard(conn, "error");
  conn.send("linger\n\napi system id");
  expect((await error)[0]).toBeInstanceOf(InvalidArgumentError);
});

test("whatever text is given, at most one command is written for it", async () => {
  const { conn, sw } = await classicPair();
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary" }), fc.nat(2), async (text, method) => {
      sw.commands.length = 0;
      await answerTo((callback) => {
        if (method === 0) conn.api("status", text, callback);
        else if (method === 1) conn.sendRecv("linger", { header: text }, callback);
        else conn.sendEvent(new Event({ "Event-Name": "X", header: text }, text), callback);
      });
      expect(sw.commands.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 300 },
  );
});
