import { expect, test } from "vitest";
import { answerTo, classicPair, heard } from "../../test/classic.js";
import { Connection, Event, type HeaderMap } from "./index.js";

test("logs in, subscribes to results, then calls back with itself as this and tells ready", async () => {
  const { conn, sw } = await classicPair();
  expect(sw.lines).toEqual(["auth ClueCon", "event json BACKGROUND_JOB CHANNEL_EXECUTE_COMPLETE"]);
  expect([conn.connected(), conn.authed, conn.connecting]).toEqual([true, true, false]);
  expect([conn.socketDescriptor(), conn.getInfo()]).toEqual([null, null]);
  expect([conn.execAsync, conn.execLock, conn.channelData]).toEqual([false, false, null]);
});

test("tells connect, the login and ready in this order", async () => {
  const { sw } = await classicPair();
  const names: (string | undefined)[] = [];
  const conn = new Connection("127.0.0.1", sw.port, "ClueCon", function () {
    names.push(this === conn ? "callback" : "somebody else");
  });
  conn.on("esl::**", () => names.push(conn.event));
  await heard(conn, "esl::event::command::reply");
  conn.disconnect();
  expect(names).toEqual([
    "esl::connect",
    "esl::event::auth::request",
    "esl::event::auth::success",
    "callback",
    "esl::ready",
    "esl::event::command::reply",
  ]);
});

test("holds commands that are given before the login back until it is done", async () => {
  const { sw } = await classicPair();
  sw.commands.length = 0;
  const conn = new Connection("127.0.0.1", sw.port, "ClueCon");
  const answer = await answerTo((callback) => conn.api("status", callback));
  conn.disconnect();
  expect(answer.getBody()).toBe("+OK\n");
  expect(sw.lines.slice(0, 3)).toEqual([
    "auth ClueCon",
    expect.stringMatching(/^event/),
    "api status",
  ]);
});

test("send writes a command with headers", async () => {
  const { conn, sw } = await classicPair();
  conn.send("linger", { first: 1, second: "two words" });
  await sw.received("linger");
  expect(sw.commands.at(-1)?.headers.entries()).toEqual([
    ["first", "1"],
    ["second", "two words"],
  ]);
});

test("sendRecv takes headers and a body and calls back with the reply and its parts", async () => {
  const { conn, sw } = await classicPair();
  const parts = await new Promise<[unknown, HeaderMap, string]>((resolve) =>
    conn.sendRecv("nolog", { a: "b" }, "bödy", (event, headers, body) =>
      resolve([event.getHeader("Modesl-Reply-OK"), headers, body]),
    ),
  );
  expect(parts).toEqual([
    "no longer logging",
    { "Content-Type": "command/reply", "Reply-Text": "+OK no longer logging" },
    "",
  ]);
  expect(sw.commands.at(-1)?.body?.toString()).toBe("bödy");
});

test("sendRecv without a callback is seen as esl::event::command::reply", async () => {
  const { conn } = await classicPair();
  const reply = heard(conn, "esl::event::command::reply");
  conn.sendRecv("filter");
  const [event] = (await reply) as [Event];
  expect(event.getHeader("Reply-Text")).toContain("+OK filter added");
});

test("api takes its arguments as text or as a list and calls back with the output", async () => {
  const { conn, sw } = await classicPair({ output: (words) => `out of ${words}` });
  const bodies = await Promise.all([
    answerTo((callback) => conn.api("status", callback)),
    answerTo((callback) => conn.api("show", "channels as json", callback)),
    answerTo((callback) => conn.api("show", ["calls", "count"], callback)),
  ]);
  expect(bodies.map((answer) => answer.getBody())).toEqual([
    "out of status",
    "out of show channels as json",
    "out of show calls count",
  ]);
  const response = heard(conn, "esl::event::api::response");
  conn.api("version");
  expect(((await response)[0] as Event).getBody()).toBe("out of version");
  expect(sw.lines.at(-1)).toBe("api version");
});

test("answers of many commands at once go to the callbacks they belong to", async () => {
  const { conn } = await classicPair({ output: (words) => words });
  const answers = await Promise.all(
    Array.from({ length: 300 }, (_, index) =>
      answerTo((callback) =>
        index % 3 === 0
          ? conn.bgapi("echo", String(index), callback)
          : index % 3 === 1
            ? conn.api("echo", String(index), callback)
            : conn.sendRecv("nolog", callback),
      ),
    ),
  );
  for (const [index, answer] of answers.entries()) {
    expect(answer.getBody()).toBe(index % 3 === 2 ? "" : `echo ${index}`);
  }
  expect([conn.cmdCallbackQueue, conn.apiCallbackQueue]).toEqual([[], []]);
});

test("bgapi calls back with the job's event, under the id it was given or made", async () => {
  const { conn, sw } = await classicPair({ output: (words) => `did ${words}` });
  const named = await answerTo((callback) => conn.bgapi("a", ["b", "c"], "job of mine", callback));
  expect([named.getType(), named.getHeader("Job-UUID"), named.getBody()]).toEqual([
    "BACKGROUND_JOB",
    "job of mine",
    "did a b c",
  ]);
  let id = "";
  const unnamed = await answerTo((callback) => {
    id = conn.bgapi("a", callback);
  });
  expect(unnamed.getHeader("Job-UUID")).toBe(id);
  expect(sw.lines.at(-1)).toBe("bgapi a");
});

test("a job's event is emitted under its id as well", async () => {
  const { conn } = await classicPair();
  const event = heard(conn, "esl::event::BACKGROUND_JOB::an-id");
  conn.bgapi("status", "", "an-id");
  expect(((await event)[0] as Event).getBody()).toBe("+OK\n");
});

test("sendEvent writes the event's headers and exactly its body", async () => {
  const { conn, sw } = await classicPair();
  const event = new Event("CUSTOM", "a::b");
  event.addHeader("Name", "Zoë");
  event.addBody("drei Worte, ä");
  await answerTo((callback) => conn.sendEvent(event, callback));
  await answerTo((callback) => conn.sendEvent("NOTIFY", new Event("X"), callback));
  const [first, second] = sw.commands.slice(-2);
  expect([first?.line, first?.headers.get("Event-Subclass"), first?.headers.get("Name")]).toEqual([
    "sendevent CUSTOM",
    "a::b",
    "Zoë",
  ]);
  expect(first?.body?.toString()).toBe("drei Worte, ä");
  expect([second?.line, second?.body]).toEqual(["sendevent NOTIFY", undefined]);
});

test("recvEvent calls back once with the next event", async () => {
  const { conn, sw } = await classicPair();
  const received = answerTo((callback) => conn.recvEvent(callback));
  sw.peer.event({ "Event-Name": "HEARTBEAT", "Core-UUID": "c" });
  expect((await received).getType()).toBe("HEARTBEAT");
  expect(conn.listenerCount("esl::event::HEARTBEAT::c")).toBe(0);
});

test("recvEventTimed gives up without arguments and listens no longer", async () => {
  const { conn, sw } = await classicPair();
  const late = await new Promise<unknown[]>((resolve) =>
    conn.recvEventTimed(5, (...args) => resolve(args)),
  );
  expect(late).toEqual([]);
  expect(conn.listenerCount("esl::event::X::y")).toBe(0);
  const timely = answerTo((callback) => conn.recvEventTimed(10_000, callback));
  sw.peer.event({ "Event-Name": "HEARTBEAT" });
  expect((await timely).getType()).toBe("HEARTBEAT");
});

test.each([
  [["json", "A B"], "event json A B BACKGROUND_JOB CHANNEL_EXECUTE_COMPLETE"],
  [["xml", ["A", "B"]], "event xml A B BACKGROUND_JOB CHANNEL_EXECUTE_COMPLETE"],
  [["nonsense", "BACKGROUND_JOB"], "event plain BACKGROUND_JOB CHANNEL_EXECUTE_COMPLETE"],
  [["plain"], "event plain all"],
  [["plain", "ALL"], "event plain ALL"],
  [
    ["json", ["CUSTOM", "a::b", "HEARTBEAT", "c::d"]],
    "event json HEARTBEAT BACKGROUND_JOB CHANNEL_EXECUTE_COMPLETE CUSTOM a::b c::d",
  ],
  [
    ["json", ["CUSTOM a::b", "CUSTOM c::d"]],
    "event json BACKGROUND_JOB CHANNEL_EXECUTE_COMPLETE CUSTOM a::b c::d",
  ],
] as const)("events%j writes: %s", async ([type, ...events], line) => {
  const { conn, sw } = await classicPair();
  await answerTo((callback) => conn.events(type, ...events, callback));
  expect(sw.lines.at(-1)).toBe(line);
});

test("subscribe is events in json", async () => {
  const { conn, sw } = await classicPair();
  await answerTo((callback) => conn.subscribe("HEARTBEAT", callback));
  await answerTo((callback) => conn.subscribe(callback));
  expect(sw.lines.slice(-2)).toEqual([
    "event json HEARTBEAT BACKGROUND_JOB CHANNEL_EXECUTE_COMPLETE",
    "event json all",
  ]);
});

test("while there are filters, jobs and applications get one of their own", async () => {
  const { conn, sw } = await classicPair();
  await answerTo((callback) => conn.filter("Event-Name", "HEARTBEAT", callback));
  await answerTo((callback) => conn.bgapi("status", "", "job-1", callback));
  await answerTo((callback) => conn.filterDelete("event-name", callback));
  await answerTo((callback) => conn.bgapi("status", "", "job-2", callback));
  expect(sw.lines.slice(2)).toEqual([
    "filter Event-Name HEARTBEAT",
    "filter Job-UUID job-1",
    "bgapi status",
    "filter delete Job-UUID job-1",
    "filter delete event-name",
    "bgapi status",
  ]);
});

test("execute calls back with the end of that very application on that very run", async () => {
  const { conn, sw } = await classicPair();
  let id = "";
  const done = answerTo((callback) => {
    id = conn.execute("playback", "x.wav", "call-1", callback);
  });
  await sw.received("sendmsg call-1");
  expect(sw.commands.at(-1)?.headers.entries()).toEqual([
    ["call-command", "execute"],
    ["execute-app-name", "playback"],
    ["execute-app-arg", "x.wav"],
    ["Event-UUID", id],
  ]);
  const complete = { "Event-Name": "CHANNEL_EXECUTE_COMPLETE", "Unique-ID": "call-1" };
  sw.peer.event({ ...complete, Application: "sleep", "Application-UUID": "another" });
  sw.peer.event({ ...complete, Application: "playback", "Application-UUID": id });
  expect((await done).getHeader("Application")).toBe("playback");
});

test("executeAsync, setAsyncExecute and setEventLock add their headers", async () => {
  const { conn, sw } = await classicPair();
  const flags = () => {
    const headers = sw.commands.at(-1)?.headers;
    return [headers?.get("async"), headers?.get("event-lock")];
  };
  conn.executeAsync("park", "", "u1");
  await sw.received("sendmsg u1");
  expect(flags()).toEqual(["true", undefined]);
  conn.setAsyncExecute(true);
  conn.setEventLock(true);
  conn.execute("park", "", "u2");
  await sw.received("sendmsg u2");
  expect(flags()).toEqual(["true", "true"]);
  conn.setAsyncExecute(false);
  conn.setEventLock(false);
  conn.execute("park", "", "u3");
  await sw.received("sendmsg u3");
  expect(flags()).toEqual([undefined, undefined]);
});

test("show parses the rows", async () => {
  const { conn } = await classicPair({
    output: (words) => (words === "show channels as json" ? '{"row_count":0}' : "no json"),
  });
  const rows = await new Promise((resolve) => conn.show("channels", (...args) => resolve(args)));
  expect(rows).toEqual([null, { row_count: 0, rows: [] }, '{"row_count":0}']);
  const error = await new Promise((resolve) => conn.show("calls", resolve));
  expect(error).toBeInstanceOf(SyntaxError);
});

test("auth calls back with the reply", async () => {
  const { conn } = await classicPair();
  const args = await new Promise<unknown[]>((resolve) => conn.auth((...all) => resolve(all)));
  expect(args[0]).toBeNull();
  expect((args[1] as Event).getHeader("Modesl-Reply-OK")).toBe("accepted");
});

test("disconnect says exit, is disconnected at once and tells the end once", async () => {
  const { conn, sw } = await classicPair();
  let ends = 0;
  conn.on("esl::end", () => ends++);
  const notice = heard(conn, "esl::event::disconnect::notice");
  conn.disconnect();
  conn.disconnect();
  expect(conn.connected()).toBe(false);
  await notice;
  await heard(conn, "esl::end");
  expect([ends, sw.lines.filter((line) => line === "exit").length]).toEqual([1, 1]);
});
