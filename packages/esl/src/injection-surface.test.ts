import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { classicPair } from "../test/classic.js";
import { hostile, MARK, text } from "../test/hostile.js";
import { ready } from "../test/ready.js";
import { ScriptedCall } from "../test/scripted-call.js";
import { methodsOf } from "../test/surface.js";
import * as safe from "./arguments/index.js";
import * as codec from "./codec/index.js";
import * as main from "./index.js";
import * as classic from "./modesl/index.js";
import * as outbound from "./outbound/index.js";
import * as wire from "./switch/index.js";

/**
 * Every function that the package exports stands in one of the two lists below: with what hostile arguments do to it, or
 * among those that write nothing. A new one makes the first test fail until it is there.
 */
const DOORS = { main, outbound, classic, codec, wire, safe };

type Hostile = never;
type Act<T> = (target: T, a: Hostile, b: Hostile, c: Hostile) => unknown;

const CLIENT: Record<string, Act<main.EslClient>> = {
  api: (client, a, b) => client.api(a, b),
  bgapi: (client, a, b) => client.bgapi(a, b, { timeoutMs: 50 }),
  send: (client, a, b, c) => client.send(a, { headers: { [b]: c, known: b }, body: c }),
  sendEvent: (client, a, b, c) => client.sendEvent(a, { [b]: c, known: a }, b),
  sendMessage: (client, a, b, c) => client.sendMessage(a, { [b]: c, "call-command": b }, c),
  execute: (client, a, b, c) => client.execute(a, b, c, { loops: c, eventLock: b, timeoutMs: 50 }),
  hangup: (client, a, b) => client.hangup(a, b, { timeoutMs: 50 }),
  subscribe: async (client, a, b, c) => {
    const filters = [{ header: b, value: c, negative: a }];
    await client.subscribe({ events: ["API", a], subclasses: [b], filters }).catch(() => {});
    await client.subscribe({ format: a, events: ["API"], subclasses: [b], filters });
  },
  log: (client, a) => client.log(a),
};

const CALL: Record<string, Act<outbound.Call>> = {
  execute: (call, a, b, c) => call.execute(a, b, { loops: c, timeoutMs: 50 }),
  getVariable: (call, a) => call.getVariable(a),
  setVariable: (call, a, b) => call.setVariable(a, b),
  setVariables: (call, a, b) => call.setVariables({ [a]: b, known: a }),
  // One that is accepted ends the call, so it never is here.
  hangup: (call, a) => call.hangup(`${String(a)}\n` as Hostile),
  api: (call, a, b) => call.api(a, b),
  bgapi: (call, a, b) => call.bgapi(a, b, { timeoutMs: 50 }),
  send: (call, a, b, c) => call.send(`filter ${String(a)}`, { headers: { [b]: c }, body: b }),
  subscribe: (call, a, b) => call.subscribe(a, b),
  answer: (call, a) => call.answer({ loops: a }),
  preAnswer: (call, a) => call.preAnswer({ loops: a }),
  sleep: (call, a) => call.sleep(a),
  playback: (call, a) => call.playback(a),
  playAndGetDigits: (call, a, b, c) =>
    call.playAndGetDigits({ file: a, invalidFile: b, regex: c, terminators: a, min: b, max: c }),
  say: (call, a, b, c) => call.say(a, { module: b, type: c, method: a, gender: b }),
  record: (call, a, b, c) =>
    call.record(a, { limitSeconds: b, silenceThreshold: c, silenceSeconds: a }),
  bridge: (call, a, b, c) => call.bridge([a, b], { variables: { [b]: c, known: a } }),
  transfer: (call, a, b, c) => call.transfer(a, { dialplan: b, context: c }),
  park: (call, a) => call.park({ loops: a }),
};

const CLASSIC: Record<string, Act<classic.Connection>> = {
  send: (conn, a, b, c) => conn.send(a, { [b]: c, known: b }, c),
  sendRecv: (conn, a, b, c) => conn.sendRecv(a, { [b]: c, known: b }, c),
  api: (conn, a, b) => conn.api(a, b),
  bgapi: (conn, a, b, c) => conn.bgapi(a, b, c),
  sendEvent: (conn, a, b, c) => {
    const event = new classic.Event(a, b);
    event.addHeader(b, c);
    event.addBody(c);
    event.setPriority(a);
    conn.sendEvent(c, event);
    conn.sendEvent(event);
    conn.sendEvent(new classic.Event({ "Event-Name": a, [b]: c }, a));
  },
  filter: (conn, a, b) => conn.filter(a, b),
  filterDelete: (conn, a, b) => conn.filterDelete(a, b),
  events: (conn, a, b, c) => conn.events(a, [b, c]),
  subscribe: (conn, a, b) => {
    conn.subscribe(a);
    conn.subscribe([a, b]);
  },
  execute: (conn, a, b, c) => conn.execute(a, b, c),
  executeAsync: (conn, a, b, c) => conn.executeAsync(a, b, c),
  show: (conn, a, b) => conn.show(a, b),
  originate: (conn, a, b, c) => {
    conn.originate({ profile: a, gateway: b, number: c, app: a, sync: b });
    conn.originate(a, b, c, a, b);
    conn.originate({ profile: "p", gateway: "g", number: "1", app: a });
  },
  message: (conn, a, b, c) => {
    conn.message({ to: a, from: b, profile: c, body: a, subject: b, deliveryConfirmation: c });
    conn.message("to", "from", "profile", a, b);
  },
  auth: (conn, a) => {
    conn.password = a;
    conn.auth();
  },
  setAsyncExecute: (conn, a, b) => {
    conn.setAsyncExecute(a);
    conn.setEventLock(b);
    conn.execute("x");
  },
};

const EMITTING =
  "on addListener once many prependListener prependOnceListener prependMany off removeListener removeAllListeners onAny " +
  "prependAny offAny listenersAny listeners listenerCount eventNames setMaxListeners emit emitAsync emitExact";
const READING = "getHeader getBody getType firstHeader nextHeader toJSON serialize shouldRetry";
/** They take no text that is written, or build what one of the functions above writes. */
const WRITE_NOTHING: Record<string, string> = {
  EslClient: "connect close on once off onEvent events",
  EslEvent: "get getAll",
  Headers: "get getAll has entries undecodable",
  Call: "get variable stop resume leave on once off onEvent events",
  OutboundServer: "listen address accept close on off",
  Connection: `setEventLock socketDescriptor getInfo recvEvent recvEventTimed connected disconnect onLost request waiterFor ${EMITTING}`,
  Event: `${READING} setPriority addBody addHeader delHeader`,
  FailedCommandError: `${READING} setPriority addBody addHeader delHeader`,
  Parser: EMITTING,
  Server: `getCountOfConnections close ${EMITTING}`,
  WildcardEmitter: EMITTING,
  CommandDecoder: "push next",
  FrameDecoder: "push next takeUnterminated",
};
/** Functions by themselves: `assertSafe`, `quoteArgument` and the like have tests of what they answer. */
const FUNCTIONS =
  "assertSafe backoff isEvent quoteArgument createServer setLogLevel eslSetLogLevel encodeEvent urlDecode urlEncode " +
  "decodeEvent decodeReplyEvent literal literalArguments variableList";

test("every exported function is covered here, or listed among those that write nothing", () => {
  const exported = Object.values(DOORS).flatMap((door) => Object.entries(door));
  const isClass = (value: unknown) => /^class\b/.test(String(value));
  const missing = exported.flatMap(([name, value]) => {
    if (typeof value !== "function") return [];
    if (!isClass(value)) return FUNCTIONS.split(" ").includes(name) ? [] : [name];
    const acts = { EslClient: CLIENT, Call: CALL, Connection: CLASSIC }[name] ?? {};
    const known = new Set([...Object.keys(acts), ...(WRITE_NOTHING[name] ?? "").split(" ")]);
    if (value.prototype instanceof Error) known.add("shouldRetry");
    return methodsOf(value.prototype)
      .filter((method) => !known.has(method))
      .map((method) => `${name}.${method}`);
  });
  expect(missing).toEqual([]);
});

/** Calls it; whatever it throws or rejects with is fine, as long as nothing harmful is written. */
async function perform<T>(act: Act<T>, target: T, args: readonly unknown[]): Promise<void> {
  const [a, b, c] = args as Hostile[];
  // What is done may never end; what is written is written in this turn, and seen in front of the marker that follows.
  const done = (async () => act(target, a as Hostile, b as Hostile, c as Hostile))();
  done.catch(() => {});
  await Promise.race([done.catch(() => {}), new Promise((resolve) => setImmediate(resolve))]);
}

function expectHarmless(commands: readonly wire.Command[], allowed: number): void {
  expect(commands.length).toBeLessThanOrEqual(allowed);
  for (const { line, headers } of commands) {
    expect(line).not.toMatch(/\p{Cc}/u);
    // Only `send` and `sendRecv` take a whole line, and none of the texts begins with the marked command.
    expect(line).not.toMatch(new RegExp(`^api ${MARK}`));
    for (const [name, value] of headers.entries()) {
      expect(name).not.toContain(MARK);
      expect(value).not.toMatch(/\p{Cc}/u);
    }
  }
}

const args = fc.tuple(hostile, hostile, hostile);
const RUNS = { numRuns: 120 };

describe("whatever the arguments are, there is no second command and no other header", () => {
  test.each(Object.entries(CLIENT))("client.%s", async (_name, act) => {
    await using t = await ready({}, { reconnect: false });
    await fc.assert(
      fc.asyncProperty(args, async (values) => {
        t.scripted.commands.length = 0;
        await perform(act, t.client, values);
        await t.client.api("marker");
        const made = t.scripted.commands.filter(({ line }) => line !== "api marker");
        expectHarmless(made, 5);
      }),
      RUNS,
    );
  });

  test.each(Object.entries(CALL))("call.%s", async (_name, act) => {
    const { call, peer } = await answered();
    await fc.assert(
      fc.asyncProperty(args, async (values) => {
        peer.commands.length = 0;
        await perform(act, call, values);
        await call.send("filter marker x");
        const made = peer.commands.filter(({ line }) => line !== "filter marker x");
        expectHarmless(made, 3);
      }),
      RUNS,
    );
  });

  test.each(Object.entries(CLASSIC))("connection.%s of modesl", async (_name, act) => {
    const { conn, sw } = await classicPair();
    conn.on("error", () => {});
    // `exit` and a wrong password would end it.
    sw.script = ({ line }, peer) => {
      if (!/^(?:exit|auth)/i.test(line)) return false;
      peer.reply("+OK accepted");
      return true;
    };
    await fc.assert(
      fc.asyncProperty(args, async (values) => {
        sw.commands.length = 0;
        await perform(act, conn, values);
        await new Promise((resolve) => conn.sendRecv("nolog", resolve));
        expectHarmless(
          sw.commands.filter(({ line }) => line !== "nolog"),
          6,
        );
      }),
      RUNS,
    );
  });

  test("user and password of a client", () => {
    fc.assert(
      fc.property(hostile, hostile, (user, password) => {
        const make = () =>
          new main.EslClient({ user: user as Hostile, password: password as Hostile });
        const isLine = (value: unknown) =>
          typeof value === "string" && !/\p{Cc}|\p{Cs}/u.test(value);
        const isUser =
          user === undefined || (isLine(user) && /^[^@:\s]+@[^@:\s]+$/.test(String(user)));
        if (isUser && isLine(password)) make();
        else expect(make).toThrow();
      }),
    );
  });

  test("what the encoder of events is given", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...main.EVENT_FORMATS),
        text,
        text,
        text,
        (format, name, value, body) => {
          let frame: Buffer;
          try {
            frame = wire.encodeEvent(
              [
                ["Event-Name", "X"],
                [name, value],
              ],
              body,
              format,
            );
          } catch (error) {
            expect(error).toBeInstanceOf(main.InvalidArgumentError);
            return;
          }
          const decoder = new codec.FrameDecoder();
          decoder.push(frame);
          const event = codec.decodeEvent(decoder.next()!);
          expect(decoder.next()).toBeUndefined();
          expect(event.headers.entries().map(([key]) => key)).not.toContain(MARK);
          expect(event.headers.entries().length).toBe(2);
        },
      ),
    );
  });
});

async function answered(): Promise<{ call: outbound.Call; peer: ScriptedCall }> {
  let take: (call: outbound.Call) => void = () => {};
  const taken = new Promise<outbound.Call>((resolve) => {
    take = resolve;
  });
  const server = outbound.createServer((call) => take(call), { watchdog: false, whenDone: "stay" });
  await server.listen({ port: 0, host: "127.0.0.1" });
  const peer = await ScriptedCall.dial(server);
  onTestFinished(async () => {
    peer.hangUp();
    peer.sayGoodbye();
    await server.close();
  });
  return { call: await taken, peer };
}
