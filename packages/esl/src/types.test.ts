import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { beforeAll, expect, expectTypeOf, test } from "vitest";
import { decodeEvent } from "./decoding/decode-event.js";
import {
  type CallOptions,
  type ConferenceEvent,
  type EslClient,
  type EslError,
  type EslEvent,
  type EventOf,
  type ExecuteComplete,
  isEvent,
  type ReconnectPolicy,
  type Reply,
  type SofiaEvent,
  type Status,
} from "./index.js";
import type { Answer, Connection, Event } from "./modesl/index.js";
import type { BridgeResult, Call, CallEnd, CallHandler, createServer } from "./outbound/index.js";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const DOORS = [
  "index.ts",
  "outbound/index.ts",
  "modesl/index.ts",
  "switch/index.ts",
  "codec/index.ts",
  "arguments/index.ts",
].map((path) => HERE + path);

/** The declarations as the package publishes them, without comments, by file. */
function declarations(): Map<string, string> {
  const config = resolve(HERE, "../../../tsconfig.base.json");
  const { compilerOptions } = ts.readConfigFile(config, ts.sys.readFile).config;
  const { options } = ts.convertCompilerOptionsFromJson(compilerOptions, HERE);
  const program = ts.createProgram(DOORS, {
    ...options,
    composite: false,
    incremental: false,
    declarationMap: false,
    emitDeclarationOnly: true,
    removeComments: true,
  });
  const written = new Map<string, string>();
  program.emit(undefined, (path, text) => written.set(path, text));
  return written;
}

// The compiler runs once, as slow as the machine is busy.
let written: Map<string, string>;
beforeAll(() => {
  written = declarations();
}, 120_000);

test("no declaration that the package publishes says any", () => {
  expect([...written.keys()].filter((path) => path.endsWith("client.d.ts"))).toHaveLength(1);
  const lines = [...written].flatMap(([path, text]) =>
    text.split("\n").map((line) => `${path}: ${line}`),
  );
  expect(lines.filter((line) => /\bany\b/.test(line.replaceAll(/"[^"]*"/g, '""')))).toEqual([]);
});

test("every entry has declarations, and TypeScript 5.4 can read those it is shown", () => {
  const text = readFileSync(resolve(HERE, "../package.json"), "utf8");
  const { exports, typesVersions } = JSON.parse(text) as {
    exports: Record<string, { types: string; default: string }>;
    typesVersions: { "*": Record<string, [string]> };
  };
  expect(Object.keys(exports)).toHaveLength(DOORS.length);
  for (const [entry, { types }] of Object.entries(exports)) {
    const declaration = [...written].find(
      ([path]) => path === resolve(HERE, types.replace("./dist/", "")),
    );
    // `export { x as "text" }` is a syntax error before 5.6.
    expect(declaration?.[1] ?? 'as "', entry).not.toMatch(/\bas "/);
    if (entry !== ".") expect(typesVersions["*"][entry.slice(2)]).toEqual([types]);
  }
});

test("row 29: what a client's functions take and answer is known", () => {
  expectTypeOf<EslClient["connect"]>().toEqualTypeOf<
    (options?: { signal?: AbortSignal }) => Promise<void>
  >();
  expectTypeOf<EslClient["api"]>().toEqualTypeOf<
    (command: string, args?: string, options?: CallOptions) => Promise<string>
  >();
  expectTypeOf<EslClient["bgapi"]>().toEqualTypeOf<EslClient["api"]>();
  expectTypeOf<EslClient["send"]>().returns.resolves.toEqualTypeOf<Reply>();
  expectTypeOf<EslClient["sendEvent"]>().returns.resolves.toBeString();
  expectTypeOf<EslClient["execute"]>().returns.resolves.toEqualTypeOf<ExecuteComplete>();
  expectTypeOf<EslClient["hangup"]>().returns.resolves.toBeString();
  expectTypeOf<EslClient["events"]>().returns.toEqualTypeOf<AsyncIterable<EslEvent>>();
  expectTypeOf<ReconnectPolicy>().toEqualTypeOf<
    (attempt: number, error: EslError) => number | undefined
  >();
});

test("listeners are given what their event brings, and a name that does not exist is refused", () => {
  const listen = (client: EslClient) => {
    client.on("event", (event) => expectTypeOf(event).toEqualTypeOf<EslEvent>());
    client.on("down", (error) => expectTypeOf(error).toEqualTypeOf<EslError>());
    client.on("ready", (...args) => expectTypeOf(args).toEqualTypeOf<[]>());
    client.on("status", (status) => {
      expectTypeOf(status).toEqualTypeOf<Status>();
      if (status.state === "waiting") expectTypeOf(status.delayMs).toBeNumber();
      // @ts-expect-error only a status that waits has a delay
      else expect(status.delayMs).toBeUndefined();
    });
    client.onEvent("CHANNEL_HANGUP", (event) => {
      expectTypeOf(event).toEqualTypeOf<EventOf<"CHANNEL_HANGUP">>();
    });
    client.onEvent({ subclass: "conference::maintenance", action: "floor-change" }, (event) => {
      expectTypeOf(event).toEqualTypeOf<ConferenceEvent<"floor-change">>();
    });
    // @ts-expect-error there is no such event
    client.on("connected", () => {});
    // @ts-expect-error nor such an event of the switch
    client.onEvent("CHANNEL_ANSWERED", () => {});
    // @ts-expect-error a password is needed
    new (client.constructor as typeof EslClient)({ host: "127.0.0.1" });
  };
  expectTypeOf(listen).parameter(0).toEqualTypeOf<EslClient>();
});

test("a selector narrows the event, headers that are always there are text", () => {
  const event = decodeEvent({
    contentType: "text/event-plain",
    body: Buffer.from(
      "Event-Name: CHANNEL_HANGUP\nUnique-ID: u\nHangup-Cause: USER_BUSY\nAnswer-State: hangup\n\n",
    ),
  });
  expectTypeOf(event.get("Hangup-Cause")).toEqualTypeOf<string | undefined>();
  expect(isEvent(event, "CHANNEL_ANSWER")).toBe(false);
  if (!isEvent(event, "CHANNEL_HANGUP")) throw new Error("it is one");
  expectTypeOf(event).toEqualTypeOf<EventOf<"CHANNEL_HANGUP">>();
  expectTypeOf(event.name).toEqualTypeOf<"CHANNEL_HANGUP">();
  expectTypeOf(event.get("Unique-ID")).toBeString();
  expectTypeOf(event.get("Answer-State")).toEqualTypeOf<
    "ringing" | "early" | "answered" | "hangup" | undefined
  >();
  expectTypeOf(event.get("variable_billsec")).toEqualTypeOf<string | undefined>();
  expectTypeOf(event.get("X-Own")).toEqualTypeOf<string | undefined>();
  expect([event.get("Hangup-Cause"), event.get("Answer-State")]).toEqual(["USER_BUSY", "hangup"]);
});

test("subclasses and conference actions have their own headers", () => {
  type Dtmf = EventOf<{ subclass: "conference::maintenance"; action: "dtmf" }>;
  expectTypeOf<Dtmf>().toEqualTypeOf<ConferenceEvent<"dtmf">>();
  expectTypeOf<EventOf<{ subclass: "conference::maintenance" }>>().toEqualTypeOf<ConferenceEvent>();
  expectTypeOf<EventOf<{ subclass: "sofia::register" }>>().toEqualTypeOf<SofiaEvent>();
  expectTypeOf<EventOf<{ subclass: "my::own" }>>().toEqualTypeOf<EslEvent>();
  expectTypeOf<EventOf<"ALL">>().toEqualTypeOf<EslEvent>();
  const read = (event: Dtmf) => {
    expectTypeOf(event.get("Action")).toEqualTypeOf<"dtmf">();
    expectTypeOf(event.get("Conference-Name")).toBeString();
    expectTypeOf(event.get("DTMF-Key")).toEqualTypeOf<string | undefined>();
  };
  expectTypeOf(read).returns.toBeVoid();
});

test("a call's functions say what they settle with", () => {
  expectTypeOf<CallHandler>().toEqualTypeOf<(call: Call) => void | Promise<void>>();
  expectTypeOf<typeof createServer>().parameter(0).toEqualTypeOf<CallHandler>();
  expectTypeOf<Call["playAndGetDigits"]>().returns.resolves.toEqualTypeOf<string | undefined>();
  expectTypeOf<Call["bridge"]>().returns.resolves.toEqualTypeOf<BridgeResult>();
  expectTypeOf<Call["playback"]>().returns.resolves.toEqualTypeOf<ExecuteComplete>();
  expectTypeOf<Call["hangup"]>().returns.resolves.toEqualTypeOf<CallEnd>();
  expectTypeOf<Call["ended"]>().resolves.toEqualTypeOf<CallEnd>();
  expectTypeOf<Call["getVariable"]>().returns.resolves.toEqualTypeOf<string | undefined>();
  expectTypeOf<Call["mode"]>().toEqualTypeOf<"async" | "static">();
  const why = (end: CallEnd) => {
    if (end.kind === "hangup") return end.cause;
    if (end.kind === "lost") return end.error.message;
    expectTypeOf(end).toEqualTypeOf<{ readonly kind: "left" }>();
    return undefined;
  };
  expectTypeOf(why).returns.toEqualTypeOf<string | undefined>();
});

test("the classic interface tells an event from a failure", () => {
  expectTypeOf<Connection["getInfo"]>().returns.toEqualTypeOf<Event | null>();
  expectTypeOf<Answer>().extract<Error>().toHaveProperty("getBody");
});
