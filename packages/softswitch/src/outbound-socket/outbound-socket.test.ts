import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { closed } from "../../testing/closed.js";
import { SmallSwitch } from "../../testing/small-switch.js";
import type { ScriptedCall } from "../channels/index.js";
import { readSessionCommand } from "./session-command.js";
import { readTarget } from "./target.js";

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** The other end of a socket application, speaking bytes. */
class Peer {
  #text = "";
  #waiting: (() => void)[] = [];
  readonly ended: Promise<unknown>;

  constructor(readonly socket: Socket) {
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      this.#text += chunk;
      for (const wake of this.#waiting.splice(0)) wake();
    });
    this.ended = closed(socket);
  }

  /** Everything up to and with what the pattern finds; it is taken away. */
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.#text);
      if (found) {
        const end = found.index + found[0].length;
        const text = this.#text.slice(0, end);
        this.#text = this.#text.slice(end);
        return text;
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  get unread(): string {
    return this.#text;
  }

  /** The text of the reply. */
  async ask(command: string): Promise<string> {
    this.socket.write(`${command}\n\n`);
    const reply = await this.until(/Content-Type: command\/reply\nReply-Text: .*\n\n/);
    return /Reply-Text: (.*)\n\n$/.exec(reply)?.[1] ?? "";
  }

  async connect(): Promise<string> {
    this.socket.write("connect\n\n");
    return this.until(/Control: .*\n\n/);
  }
}

interface Scene {
  readonly house: SmallSwitch;
  readonly call: ScriptedCall;
  readonly peer: Peer;
}

async function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push(() => void server.close());
  return { server, port: (server.address() as AddressInfo).port };
}

/** A call whose dialplan runs `socket` with these words, and `set after=1` behind it. */
async function scene(words: string, host = "127.0.0.1"): Promise<Scene> {
  const { server, port } = await listen();
  const house = await SmallSwitch.start();
  open.push(() => house.close());
  const taken = once(server, "connection") as Promise<[Socket]>;
  const call = await house.softswitch.callers.call({ number: "20001" }, "39000", {
    actions: [
      { application: "socket", data: `${host}:${port} ${words}` },
      { application: "set", data: "after=1" },
      { application: "park", data: "" },
    ],
  });
  const [socket] = await taken;
  open.push(() => void socket.destroy());
  return { house, call, peer: new Peer(socket) };
}

const sendMessage = (...lines: string[]): string => ["sendmsg", ...lines].join("\n");
const execute = (name: string, argument: string): string =>
  sendMessage("call-command: execute", `execute-app-name: ${name}`, `execute-app-arg: ${argument}`);

test("connect is answered with the call: profile, channel, variables, mode", async () => {
  const { call, peer } = await scene("async full");
  const names = (await peer.connect()).split("\n").map((line) => line.split(": ")[0]);
  expect(names.slice(0, 14)).toEqual([
    "Event-Name",
    "Core-UUID",
    "FreeSWITCH-Hostname",
    "FreeSWITCH-Switchname",
    "FreeSWITCH-IPv4",
    "FreeSWITCH-IPv6",
    "Event-Date-Local",
    "Event-Date-GMT",
    "Event-Date-Timestamp",
    "Event-Calling-File",
    "Event-Calling-Function",
    "Event-Calling-Line-Number",
    "Event-Sequence",
    "Channel-Direction",
  ]);
  const unique = names.indexOf("Unique-ID");
  expect(names.indexOf("Channel-Unique-ID")).toBeLessThan(unique);
  expect(names.indexOf("variable_socket_host")).toBeGreaterThan(unique);
  expect(names.slice(-6)).toEqual(["Content-Type", "Reply-Text", "Socket-Mode", "Control", "", ""]);
  expect(await peer.ask("getvar uuid")).toBe(call.uuid);
});

test.each([
  ["FULL async", "async", "full"],
  ["async", "async", "single-channel"],
  ["full", "static", "full"],
  ["", "static", "single-channel"],
])("the words %j make %s and %s", async (words, mode, control) => {
  const { peer } = await scene(words);
  expect(await peer.connect()).toMatch(
    new RegExp(`Reply-Text: %2BOK%0A\nSocket-Mode: ${mode}\nControl: ${control}\n\n$`),
  );
});

test("without full only commands about the call are known", async () => {
  const { peer } = await scene("async");
  await peer.connect();
  for (const command of [
    "api status",
    "bgapi status",
    "event plain ALL",
    "linger",
    "log",
    "noevents",
  ]) {
    expect(await peer.ask(command)).toBe("-ERR command not found");
  }
  expect(await peer.ask("getvar nothing")).toBe("-ERR command not found");
  expect(await peer.ask("myevents")).toBe("+OK Events Enabled");
  expect(await peer.ask("myevents")).toBe("-ERR aready enabled.");
  expect(await peer.ask("divert_events on")).toBe("+OK events diverted");
  expect(await peer.ask("divert_events")).toBe("-ERR missing value.");
  expect(await peer.ask("filter a b")).toBe("+OK filter added. [a]=[b]");
});

test("the first command is only answered by those that write a frame of their own", async () => {
  const { peer } = await scene("async full");
  peer.socket.write("getvar uuid\n\n");
  expect(await peer.connect()).toMatch(/^Event-Name: CHANNEL_DATA\n/);
});

test("myevents in JSON brings the events of this call only", async () => {
  const { house, call, peer } = await scene("async full");
  await peer.connect();
  expect(await peer.ask("myevents json")).toBe("+OK Events Enabled");
  await house.softswitch.callers.call({ number: "20002" }, "39000", {
    actions: [{ application: "park", data: "" }],
  });
  expect(await peer.ask(execute("set", "foo=bar baz"))).toBe("+OK");
  const events = await peer.until(/"Event-Name":"CHANNEL_EXECUTE_COMPLETE".*/);
  expect(events).toContain("Content-Type: text/event-json");
  const uuids = [...events.matchAll(/"Unique-ID":"([^"]+)"/g)].map(([, uuid]) => uuid);
  expect(new Set(uuids)).toEqual(new Set([call.uuid]));
  expect(await peer.ask("getvar foo")).toBe("bar baz");
});

test("without async a message is answered when it is done", async () => {
  const { peer } = await scene("");
  await peer.connect();
  const began = performance.now();
  expect(await peer.ask(execute("sleep", "150"))).toBe("+OK");
  expect(performance.now() - began).toBeGreaterThan(120);
  expect(await peer.ask(execute("set", "foo=1"))).toBe("+OK");
  expect(await peer.ask("getvar foo")).toBe("1");
});

test.each(["async full", ""])(
  "%j: hanging up is answered, then the notice comes",
  async (words) => {
    const { call, peer } = await scene(words);
    await peer.connect();
    const hangup = sendMessage("call-command: hangup", "hangup-cause: USER_BUSY");
    expect(await peer.ask(hangup)).toBe("+OK");
    const notice = await peer.until(/cluecon\.com\/\n/);
    expect(notice).toMatch(
      new RegExp(
        `^Content-Type: text/disconnect-notice\nControlled-Session-UUID: ${call.uuid}\nContent-Disposition: disconnect\nContent-Length: 67\n\n`,
      ),
    );
    await peer.ended;
    expect(await call.ended).toBe("USER_BUSY");
  },
);

test("who lingers gets the last events, and the notice when it leaves", async () => {
  const { call, peer } = await scene("async full");
  await peer.connect();
  expect(await peer.ask("linger")).toBe("+OK will linger");
  expect(await peer.ask("myevents")).toBe("+OK Events Enabled");
  await call.hangup();
  const told = await peer.until(
    /Linger-Time: -1\n[\s\S]*CHANNEL_HANGUP_COMPLETE\n|CHANNEL_HANGUP_COMPLETE\n[\s\S]*Linger-Time: -1\n/,
  );
  expect(told).toContain("Event-Name: CHANNEL_HANGUP\n");
  peer.socket.write("exit\n\n");
  await peer.until(/Reply-Text: \+OK bye\n\nContent-Type: text\/disconnect-notice\n/);
  await peer.ended;
});

test.each(["async full", ""])(
  "%j: when the other end leaves, the dialplan goes on",
  async (words) => {
    const { house, call, peer } = await scene(words);
    const client = await house.login();
    await peer.connect();
    if (words !== "") expect(await peer.ask("resume")).toBe("+OK");
    peer.socket.end();
    await expect.poll(() => client.api(`uuid_getvar ${call.uuid} after`)).toBe("1");
  },
);

test("resume strands a call without async, until somebody transfers it", async () => {
  const { house, call, peer } = await scene("full");
  const client = await house.login();
  await peer.connect();
  expect(await peer.ask("resume")).toBe("+OK");
  peer.socket.end();
  await peer.ended;
  await client.api(`uuid_transfer ${call.uuid} 'set:moved=1,park' inline`);
  await expect.poll(() => client.api(`uuid_getvar ${call.uuid} moved`)).toBe("1");
  expect(await client.api(`uuid_getvar ${call.uuid} after`)).toBe("_undef_");
  await call.hangup();
});

test("an unknown application ends the call", async () => {
  const { call, peer } = await scene("async full");
  await peer.connect();
  await peer.ask(execute("nosuchapp", ""));
  expect(await call.ended).toBe("DESTINATION_OUT_OF_ORDER");
});

test("a host that refuses is passed over for the next; without any the dialplan goes on", async () => {
  const { peer, call, house } = await scene("async full", "127.0.0.1:1|127.0.0.1");
  await peer.connect();
  expect(await peer.ask("getvar socket_host")).toBe("127.0.0.1");
  const alone = await house.softswitch.callers.call({ number: "20003" }, "39000", {
    actions: [
      { application: "socket", data: "127.0.0.1:1 async full" },
      { application: "hangup", data: "CALL_REJECTED" },
    ],
  });
  expect(await alone.ended).toBe("CALL_REJECTED");
  await call.hangup();
});

test.each([
  ["h", [{ host: "h", port: 8084, path: undefined }], false, false],
  ["h:1 full", [{ host: "h", port: 1, path: undefined }], false, true],
  ["h:1/p async", [{ host: "h", port: 1, path: "p" }], true, false],
  ["h/p Full  ASYNC other", [{ host: "h", port: 8084, path: "p" }], true, true],
  [
    "a:5|b",
    [
      { host: "a", port: 5, path: undefined },
      { host: "b", port: 5, path: undefined },
    ],
    false,
    false,
  ],
])("the target %j", (data, hosts, isAsync, full) => {
  expect(readTarget(data)).toEqual({ hosts, async: isAsync, full });
});

test("without a target there is none", () => {
  expect(readTarget(" ")).toBeUndefined();
});

test("sendmsg is read as FreeSWITCH reads it", () => {
  const read = (headers: Record<string, string>, body?: string) =>
    readSessionCommand({ headers: Object.entries(headers), body });
  expect(read({ "call-command": "Execute", "execute-app-name": "x" })).toEqual({ kind: "nothing" });
  expect(
    read(
      { "Call-Command": "execute", "execute-app-name": "x", "content-type": "text/plain" },
      "a\nb",
    ),
  ).toMatchObject({ kind: "execute", argument: "a\nb", loops: 1, lock: false });
  expect(
    read({
      "call-command": "execute",
      "execute-app-name": "x",
      loops: "-1",
      "event-lock": "true",
      "Event-UUID": "u",
    }),
  ).toMatchObject({ loops: -1, lock: true, eventUuid: "u" });
  expect(read({ "call-command": "hangup" })).toMatchObject({ cause: "NORMAL_CLEARING" });
  expect(read({ "call-command": "xferext", application: "playback a b" })).toMatchObject({
    actions: [{ application: "playback", data: "a b" }],
  });
});
