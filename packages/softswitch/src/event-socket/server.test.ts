import { afterEach, expect, test } from "vitest";
import type { RawClient, RawFrame } from "../../testing/raw-client.js";
import { SmallSwitch } from "../../testing/small-switch.js";
import type { SoftswitchOptions } from "../softswitch.js";

let small: SmallSwitch;

async function start(options?: Partial<SoftswitchOptions>): Promise<SmallSwitch> {
  small = await SmallSwitch.start(options);
  return small;
}

afterEach(() => small.close());

const header = (frame: RawFrame, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)$`, "m").exec(frame.body)?.[1];

const fireTest = (mark: string): void => {
  small.softswitch.core.fire("MESSAGE", { headers: [["Mark", mark]] });
};

async function marks(client: RawClient, count: number): Promise<(string | undefined)[]> {
  return (await client.takeMany(count)).map((frame) => header(frame, "Mark"));
}

test("replies of pipelined commands come in order and the events they cause after the last", async () => {
  const client = await (await start()).login();
  await client.reply("event plain API");
  client.write("api echo 1\n\napi echo 2\n\nnolog\n\n");
  const frames = await client.takeMany(5);
  expect(frames.map((frame) => frame.contentType)).toEqual([
    "api/response",
    "api/response",
    "command/reply",
    "text/event-plain",
    "text/event-plain",
  ]);
  expect(frames.slice(3).map((frame) => header(frame, "API-Command-Argument"))).toEqual(["1", "2"]);
});

test("nothing else leaves a connection while one of its commands runs", async () => {
  const client = await (await start()).login();
  let finish: (text: string) => void = () => {};
  small.softswitch.core.api.register("wait", () => new Promise((resolve) => (finish = resolve)));
  await client.reply("event plain MESSAGE");
  client.write("api wait\n\napi echo next\n\n");
  const other = await small.login();
  fireTest("during");
  expect(await other.api("echo alive")).toBe("alive");
  expect(client.frames).toEqual([]);
  finish("done");
  const frames = await client.takeMany(3);
  expect(frames.map((frame) => frame.body.slice(0, 5))).toEqual(["done", "next", "Event"]);
});

test("commands split anywhere and with CRLF are understood", async () => {
  const client = await (await start()).connect();
  await client.take();
  for (const byte of Buffer.from("\r\n\nauth ClueCon\r\n\r\napi echo ü\r\n\r\n")) {
    client.write(Buffer.from([byte]));
  }
  expect((await client.take()).head).toContainEqual(["Reply-Text", "+OK accepted"]);
  expect((await client.take()).body).toBe("ü");
});

test("before login every other command is refused and the connection stays", async () => {
  const client = await (await start()).connect();
  await client.take();
  expect(await client.reply("api status")).toBe("-ERR command not found");
  expect(await client.reply("event plain ALL")).toBe("-ERR command not found");
  expect(await client.reply("auth ClueCon")).toBe("+OK accepted");
  expect(await client.reply("auth ClueCon")).toBe("-ERR command not found");
});

test("a user of the directory logs in with its esl-password and gets only what it may", async () => {
  await start();
  small.tree.write(
    "sections/directory.xml",
    `<section name="directory"><domain name="127.0.0.1"><groups><group name="team"><users>
<user id="20000"><params><param name="esl-password" value="s3cret"/><param name="esl-allowed-api" value="status echo"/>
<param name="esl-allowed-events" value="HEARTBEAT"/><param name="esl-allowed-log" value="false"/></params></user>
</users></group></groups></domain></section>`,
  );
  expect(small.softswitch.core.tree.reload()).toBe("Success");
  const client = await small.connect();
  await client.take();
  const { head } = await client.ask("userauth 20000@127.0.0.1:s3cret");
  expect(head).toEqual([
    ["Content-Type", "command/reply"],
    ["Reply-Text", "+OK accepted"],
    ["Allowed-Events", "HEARTBEAT"],
    ["Allowed-API", "status echo"],
    ["Allowed-LOG", "false"],
  ]);
  expect(await client.reply("api reloadxml")).toBe("-ERR permission denied");
  expect(await client.reply("bgapi reloadxml")).toBe("-ERR permission denied");
  expect(await client.reply("event plain API")).toBe("-ERR permission denied");
  expect(await client.reply("log 7")).toBe("-ERR permission denied");
  expect(await client.api("echo yes")).toBe("yes");
  const refused = await small.connect();
  await refused.take();
  expect(await refused.reply("userauth 20000@127.0.0.1:wrong")).toBe("-ERR invalid");
});

test("noevents throws away what was waiting", async () => {
  const client = await (await start()).login();
  await client.reply("event plain MESSAGE");
  client.write("sendevent MESSAGE\nMark: one\n\nnoevents\n\napi echo end\n\n");
  const frames = await client.takeMany(3);
  expect(frames[2]?.body).toBe("end");
  expect(await client.reply("noevents")).toBe("-ERR not listening for events");
  expect(await client.reply("event plain MESSAGE")).toBe("+OK event listener enabled plain");
  fireTest("two");
  expect(await marks(client, 1)).toEqual(["two"]);
});

test("the format of the moment of sending counts, and sticks", async () => {
  const client = await (await start()).login();
  await client.reply("event json MESSAGE");
  await client.reply("event API");
  fireTest("j");
  const frame = await client.take();
  expect(frame.contentType).toBe("text/event-json");
  expect(JSON.parse(frame.body)).toMatchObject({ "Event-Name": "MESSAGE", Mark: "j" });
  await client.reply("event xml MESSAGE");
  fireTest("x");
  expect((await client.take()).body).toContain("<Mark>x</Mark>");
});

test("a filter hides the results of jobs too", async () => {
  const client = await (await start()).login();
  await client.reply("event plain BACKGROUND_JOB MESSAGE");
  await client.reply("filter Mark yes");
  await client.reply("bgapi echo hidden");
  await client.reply("api echo");
  fireTest("no");
  fireTest("yes");
  expect(await marks(client, 1)).toEqual(["yes"]);
});

test("a job that says nothing has an empty body, where api says there is no reply", async () => {
  const client = await (await start()).login();
  expect(await client.api("global_getvar nosuch")).toBe("-ERR no reply\n");
  await client.reply("event json BACKGROUND_JOB");
  await client.reply("bgapi global_getvar nosuch");
  expect(JSON.parse((await client.take()).body)).toMatchObject({
    "Job-Command": "global_getvar",
    "Job-Command-Arg": "nosuch",
    "Content-Length": "0",
    _body: "",
  });
  await client.reply("bgapi nosuch x");
  expect(JSON.parse((await client.take()).body)["_body"]).toBe("-ERR nosuch Command not found!\n");
});

test("an api event is numbered before its command runs and sent after it", async () => {
  const client = await (await start()).login();
  await client.reply("event plain API MESSAGE");
  small.softswitch.core.api.register("shout", () => {
    fireTest("loud");
    return "+OK\n";
  });
  await client.api("shout");
  const [first, second] = await client.takeMany(2);
  expect(first && header(first, "Event-Name")).toBe("MESSAGE");
  expect(second && header(second, "Event-Name")).toBe("API");
  expect(Number(second && header(second, "Event-Sequence"))).toBe(
    Number(first && header(first, "Event-Sequence")) - 1,
  );
});

test("log lines arrive without a subscription, down to the level asked for", async () => {
  const client = await (await start()).login();
  expect(await client.reply("log notice")).toBe("+OK log level notice [5]");
  expect(await client.reply("log")).toBe("+OK log level  [7]");
  expect(await client.reply("log 99")).toBe("+OK log level 99 [63]");
  expect(await client.reply("log 9")).toBe("+OK log level 9 [9]");
  expect(await client.reply("log -1")).toBe("+OK log level -1 [0]");
  expect(await client.reply("log 64")).toBe("-ERR invalid log level");
  expect(await client.reply("log quiet")).toBe("-ERR invalid log level");
  await client.reply("log warning");
  small.softswitch.core.log("info", "not this");
  small.softswitch.core.log("err", "this");
  const frame = await client.take();
  expect(frame.contentType).toBe("log/data");
  expect(frame.body).toContain("this\n");
  expect(await client.reply("nolog")).toBe("+OK no longer logging");
  expect(await client.reply("nolog")).toBe("-ERR not loging");
});

test("myevents refuses an unknown uuid only when something follows it", async () => {
  const client = await (await start()).login();
  expect(await client.reply("myevents nosuch json")).toBe("-ERR invalid uuid");
  expect(await client.reply("myevents nosuch")).toBe("+OK Events Enabled");
});

test("a connection bound to a call may ask for its variables and its data", async () => {
  await start();
  const { uuid } = await small.softswitch.callers.call("20001", "30000");
  const client = await small.login();
  expect(await client.reply("getvar caller_id_number")).toBe("-ERR command not found");
  await client.reply(`myevents ${uuid}`);
  expect(await client.reply("getvar caller_id_number")).toBe("20001");
  expect(await client.reply("getvar nosuch")).toBe("-ERR command not found");
  expect(await client.reply("resume")).toBe("+OK");
  expect(await client.reply("getvar socket_resume")).toBe("true");
  expect((await client.ask("connect")).head).toContainEqual(["Channel-Username", "20001"]);
});

test("a connection bound to a call hears that call only, and ends with it unless it lingers", async () => {
  await start();
  const [mine, other] = [
    await small.softswitch.callers.call("20001", "30000"),
    await small.softswitch.callers.call("21000", "32000", { context: "team" }),
  ];
  const [brief, patient] = [await small.login(), await small.login()];
  for (const client of [brief, patient]) {
    expect(await client.reply(`myevents ${mine.uuid}`)).toBe("+OK Events Enabled");
    expect(await client.reply("divert_events on")).toBe("+OK events diverted");
  }
  expect(await patient.reply("linger 1")).toBe("+OK will linger 1 seconds");
  await other.dtmf("1");
  await mine.hangup();
  const until = async (client: RawClient, disposition: string): Promise<RawFrame[]> => {
    const frames: RawFrame[] = [];
    for (;;) {
      const frame = await client.take();
      if (frame.head.some(([, value]) => value === disposition)) return frames;
      frames.push(frame);
    }
  };
  const heard = await until(brief, "disconnect");
  expect(heard.map((frame) => header(frame, "Event-Name"))).toContain("CHANNEL_HANGUP");
  await brief.untilClosed();
  const more = [...(await until(patient, "linger")), ...(await until(patient, "disconnect"))];
  const names = more.map((frame) => header(frame, "Event-Name"));
  expect(names).toContain("CHANNEL_HANGUP_COMPLETE");
  // The connection itself keeps the session until it is closed.
  expect(names).not.toContain("CHANNEL_DESTROY");
  expect(new Set([...heard, ...more].map((frame) => header(frame, "Unique-ID")))).toEqual(
    new Set([mine.uuid]),
  );
  await patient.untilClosed();
});

test("keywords are prefixes and blanks between words count", async () => {
  const client = await (await start()).login();
  expect(await client.reply("events plain ALL")).toBe("+OK event listener enabled plain");
  await client.reply("noevents");
  expect(await client.reply("logging 3")).toBe("+OK log level 3 [3]");
  expect(await client.api(" status")).toBe("-ERR  Command not found!\n");
  expect(await client.reply("exitxyz")).toBe("+OK bye");
  await client.untilClosed();
});

test("the bytes of an unknown event name become a CLONE", async () => {
  const client = await (await start()).login();
  await client.reply("event plain CLONE");
  expect(await client.reply("sendevent NO_SUCH\nMark: m")).toMatch(/^\+OK [0-9a-f-]{36}$/);
  const frame = await client.take();
  expect(frame.body.startsWith("Command: sendevent%20NO_SUCH\nMark: m\nEvent-UUID: ")).toBe(true);
  expect(header(frame, "Event-Name")).toBe("CLONE");
});

test("a peer that an access list does not let in is told so and closed", async () => {
  await start();
  small.tree.write(
    "autoload_configs/event_socket.conf.xml",
    `<configuration name="event_socket.conf"><settings><param name="apply-inbound-acl" value="10.0.0.0/8"/></settings></configuration>`,
  );
  const { createSoftswitch } = await import("../softswitch.js");
  const strict = createSoftswitch({ confDir: small.tree.confDir, eslPort: 0, heartbeatMs: 0 });
  const { eslPort } = await strict.start();
  const { RawClient } = await import("../../testing/raw-client.js");
  const client = await RawClient.connect(eslPort);
  const [rejection, notice] = await client.takeMany(2);
  expect(rejection?.contentType).toBe("text/rude-rejection");
  expect(rejection?.body).toBe("Access Denied, go away.\n");
  expect(notice?.contentType).toBe("text/disconnect-notice");
  await client.untilClosed();
  await strict.stop();
});

test("a peer that does not read loses its connection after so many lost events, and nobody else anything", async () => {
  await start({ queueLimits: { maxQueued: 50, maxLost: 10 } });
  const [deaf, reader] = [await small.login(), await small.login()];
  await deaf.reply("event plain MESSAGE");
  await reader.reply("event plain MESSAGE");
  deaf.socket.pause();
  const big = "x".repeat(100_000);
  let sent = 0;
  while (small.softswitch.connections === 2 && sent < 3000) {
    small.softswitch.core.fire("MESSAGE", { headers: [["Big", big]] });
    sent += 1;
    await reader.take();
  }
  expect(small.softswitch.connections).toBe(1);
  expect(await reader.api("echo here")).toBe("here");
}, 30_000);

test("a stop is told to every client", async () => {
  const client = await (await start()).login();
  await small.softswitch.stop();
  const frame = await client.take();
  expect(frame.contentType).toBe("text/disconnect-notice");
  expect(frame.body).toBe("The system is being shut down.\n");
  await client.untilClosed();
});

test("heartbeats come by the clock with the next one announced", async () => {
  const client = await (await start({ heartbeatMs: 20 })).login();
  await client.reply("event plain HEARTBEAT RE_SCHEDULE");
  const [beat, again] = await client.takeMany(2);
  expect(beat && header(beat, "Event-Info")).toBe("System%20Ready");
  expect(again && header(again, "Task-Desc")).toBe("heartbeat");
});
