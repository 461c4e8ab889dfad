import { readFileSync } from "node:fs";
import type { AddressInfo, ListenOptions } from "node:net";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect, expectTypeOf, test } from "vitest";
import { withoutTypeTest } from "../test/surface.js";
import * as safe from "./arguments/index.js";
import * as codec from "./codec/index.js";
import type {
  BackoffOptions,
  CallOptions,
  CommandExtra,
  EslEvent,
  EventStreamOptions,
  ExecuteComplete,
  ExecuteOptions,
  Frame,
  ReconnectPolicy,
  Reply,
  SubscriptionInput,
} from "./index.js";
import * as main from "./index.js";
import type {
  BridgeOptions,
  BridgeResult,
  CallEnd,
  CallHandler,
  DigitsOptions,
  OutboundOptions,
  OutboundServer,
  RecordOptions,
  SayOptions,
  TransferOptions,
} from "./outbound/index.js";
import * as outbound from "./outbound/index.js";
import type { Command } from "./switch/index.js";
import * as wire from "./switch/index.js";

/**
 * The types of every function that the package exports, the classic interface aside. `npx tsc -p tests` compares them; what
 * runs here says that none is missing. Where a type parameter decides, types.test.ts has examples.
 */
test("each exported function and each method of an exported class is below", () => {
  const source = readFileSync(fileURLToPath(import.meta.url), "utf8");
  const doors = { main, outbound, codec, wire, safe };
  // The latter is the one of the main entry.
  expect(withoutTypeTest(doors, source, ["quoteArgument"])).toEqual([]);
});

test("functions by themselves take and answer this", () => {
  expectTypeOf<typeof main.backoff>().toEqualTypeOf<
    (options?: BackoffOptions) => ReconnectPolicy
  >();
  expectTypeOf<typeof main.assertSafe>().toEqualTypeOf<(value: string, field: string) => string>();
  expectTypeOf<typeof main.quoteArgument>().toEqualTypeOf<(value: string) => string>();
  expectTypeOf<typeof main.isEvent>().toBeFunction();
  expectTypeOf<typeof outbound.createServer>().toEqualTypeOf<
    (handler: CallHandler, options?: OutboundOptions) => OutboundServer
  >();
  expectTypeOf<typeof wire.encodeEvent>().toEqualTypeOf<
    (
      headers: Iterable<readonly [string, string]>,
      body: string | undefined,
      format: "plain" | "xml" | "json",
    ) => Buffer
  >();
  expectTypeOf<typeof wire.urlDecode>().toEqualTypeOf<
    (value: string) => { text: string; lossy: boolean }
  >();
  expectTypeOf<typeof wire.urlEncode>().toEqualTypeOf<(value: string) => string>();
  expectTypeOf<typeof codec.decodeEvent>().toEqualTypeOf<
    (frame: Pick<Frame, "contentType" | "body">) => EslEvent
  >();
  expectTypeOf<typeof codec.decodeReplyEvent>().toEqualTypeOf<
    ({ block }: Pick<Frame, "block">) => EslEvent
  >();
  expectTypeOf<typeof safe.literal>().toEqualTypeOf<(text: string, field?: string) => string>();
  expectTypeOf<typeof safe.literalArguments>().toEqualTypeOf<
    (...texts: readonly (string | number)[]) => string
  >();
  expectTypeOf<typeof safe.variableList>().toEqualTypeOf<
    (variables: Readonly<Record<string, string | number | boolean>>) => string
  >();
});

test("a client has these functions and no others", () => {
  expectTypeOf<main.EslClient["connect"]>().toEqualTypeOf<
    (options?: { signal?: AbortSignal }) => Promise<void>
  >();
  expectTypeOf<main.EslClient["close"]>().toEqualTypeOf<() => Promise<void>>();
  expectTypeOf<main.EslClient["api"]>().toEqualTypeOf<
    (command: string, args?: string | undefined, options?: CallOptions) => Promise<string>
  >();
  expectTypeOf<main.EslClient["bgapi"]>().toEqualTypeOf<
    (command: string, args?: string | undefined, options?: CallOptions) => Promise<string>
  >();
  expectTypeOf<main.EslClient["send"]>().toEqualTypeOf<
    (line: string, extra?: CommandExtra, options?: CallOptions) => Promise<Reply>
  >();
  expectTypeOf<main.EslClient["sendEvent"]>().toEqualTypeOf<
    (
      name: string,
      headers?: Record<string, string>,
      body?: string | undefined,
      options?: CallOptions,
    ) => Promise<string>
  >();
  expectTypeOf<main.EslClient["sendMessage"]>().toEqualTypeOf<
    (
      uuid: string | undefined,
      headers: Record<string, string>,
      body?: string | undefined,
      options?: CallOptions,
    ) => Promise<void>
  >();
  expectTypeOf<main.EslClient["execute"]>().toEqualTypeOf<
    (
      uuid: string,
      application: string,
      argument?: string | undefined,
      options?: ExecuteOptions,
    ) => Promise<ExecuteComplete>
  >();
  expectTypeOf<main.EslClient["hangup"]>().toEqualTypeOf<
    (uuid: string, cause?: string, options?: CallOptions) => Promise<string>
  >();
  expectTypeOf<main.EslClient["subscribe"]>().toEqualTypeOf<
    (next: SubscriptionInput) => Promise<void>
  >();
  expectTypeOf<main.EslClient["log"]>().toEqualTypeOf<
    (level: string | number | undefined) => Promise<void>
  >();
  expectTypeOf<main.EslClient["on"]>().toBeFunction();
  expectTypeOf<main.EslClient["once"]>().toBeFunction();
  expectTypeOf<main.EslClient["off"]>().toBeFunction();
  expectTypeOf<main.EslClient["onEvent"]>().toBeFunction();
  expectTypeOf<main.EslClient["events"]>().toEqualTypeOf<
    (options?: EventStreamOptions) => AsyncIterable<EslEvent>
  >();
});

test("an event has these functions and no others", () => {
  expectTypeOf<main.EslEvent["get"]>().toEqualTypeOf<(name: string) => string | undefined>();
  expectTypeOf<main.EslEvent["getAll"]>().toEqualTypeOf<(name: string) => readonly string[]>();
});

test("headers has these functions and no others", () => {
  expectTypeOf<main.Headers["get"]>().toEqualTypeOf<(name: string) => string | undefined>();
  expectTypeOf<main.Headers["getAll"]>().toEqualTypeOf<(name: string) => readonly string[]>();
  expectTypeOf<main.Headers["has"]>().toEqualTypeOf<(name: string) => boolean>();
  expectTypeOf<main.Headers["entries"]>().toEqualTypeOf<
    () => readonly (readonly [string, string])[]
  >();
  expectTypeOf<main.Headers["undecodable"]>().toEqualTypeOf<() => readonly string[]>();
});

test("a call has these functions and no others", () => {
  expectTypeOf<outbound.Call["get"]>().toEqualTypeOf<(name: string) => string | undefined>();
  expectTypeOf<outbound.Call["variable"]>().toEqualTypeOf<(name: string) => string | undefined>();
  expectTypeOf<outbound.Call["execute"]>().toEqualTypeOf<
    (
      application: string,
      argument?: string | undefined,
      options?: ExecuteOptions,
    ) => Promise<ExecuteComplete>
  >();
  expectTypeOf<outbound.Call["getVariable"]>().toEqualTypeOf<
    (name: string) => Promise<string | undefined>
  >();
  expectTypeOf<outbound.Call["setVariable"]>().toEqualTypeOf<
    (name: string, value: string | number | boolean | undefined) => Promise<void>
  >();
  expectTypeOf<outbound.Call["setVariables"]>().toEqualTypeOf<
    (variables: Readonly<Record<string, string | number | boolean | undefined>>) => Promise<void>
  >();
  expectTypeOf<outbound.Call["hangup"]>().toEqualTypeOf<(cause?: string) => Promise<CallEnd>>();
  expectTypeOf<outbound.Call["stop"]>().toEqualTypeOf<() => Promise<void>>();
  expectTypeOf<outbound.Call["resume"]>().toEqualTypeOf<() => Promise<void>>();
  expectTypeOf<outbound.Call["leave"]>().toEqualTypeOf<() => Promise<void>>();
  expectTypeOf<outbound.Call["api"]>().toEqualTypeOf<
    (command: string, args?: string | undefined, options?: CallOptions) => Promise<string>
  >();
  expectTypeOf<outbound.Call["bgapi"]>().toEqualTypeOf<
    (command: string, args?: string | undefined, options?: CallOptions) => Promise<string>
  >();
  expectTypeOf<outbound.Call["send"]>().toEqualTypeOf<
    (line: string, extra?: CommandExtra, options?: CallOptions) => Promise<Reply>
  >();
  expectTypeOf<outbound.Call["subscribe"]>().toEqualTypeOf<
    (...events: readonly string[]) => Promise<void>
  >();
  expectTypeOf<outbound.Call["on"]>().toBeFunction();
  expectTypeOf<outbound.Call["once"]>().toBeFunction();
  expectTypeOf<outbound.Call["off"]>().toBeFunction();
  expectTypeOf<outbound.Call["onEvent"]>().toBeFunction();
  expectTypeOf<outbound.Call["events"]>().toEqualTypeOf<
    (options?: EventStreamOptions) => AsyncIterable<EslEvent>
  >();
  expectTypeOf<outbound.Call["answer"]>().toEqualTypeOf<
    (options?: ExecuteOptions | undefined) => Promise<ExecuteComplete>
  >();
  expectTypeOf<outbound.Call["preAnswer"]>().toEqualTypeOf<
    (options?: ExecuteOptions | undefined) => Promise<ExecuteComplete>
  >();
  expectTypeOf<outbound.Call["sleep"]>().toEqualTypeOf<
    (durationMs: number, options?: ExecuteOptions | undefined) => Promise<ExecuteComplete>
  >();
  expectTypeOf<outbound.Call["playback"]>().toEqualTypeOf<
    (file: string, options?: ExecuteOptions | undefined) => Promise<ExecuteComplete>
  >();
  expectTypeOf<outbound.Call["playAndGetDigits"]>().toEqualTypeOf<
    (options: DigitsOptions) => Promise<string | undefined>
  >();
  expectTypeOf<outbound.Call["say"]>().toEqualTypeOf<
    (text: string, options?: SayOptions) => Promise<ExecuteComplete>
  >();
  expectTypeOf<outbound.Call["record"]>().toEqualTypeOf<
    (file: string, options?: RecordOptions) => Promise<ExecuteComplete>
  >();
  expectTypeOf<outbound.Call["bridge"]>().toEqualTypeOf<
    (targets: string | readonly string[], options?: BridgeOptions) => Promise<BridgeResult>
  >();
  expectTypeOf<outbound.Call["transfer"]>().toEqualTypeOf<
    (destination: string, options?: TransferOptions) => Promise<ExecuteComplete>
  >();
  expectTypeOf<outbound.Call["park"]>().toEqualTypeOf<
    (options?: ExecuteOptions | undefined) => Promise<ExecuteComplete>
  >();
});

test("the server for calls has these functions and no others", () => {
  expectTypeOf<outbound.OutboundServer["listen"]>().toEqualTypeOf<
    (options: ListenOptions) => Promise<string | AddressInfo>
  >();
  expectTypeOf<outbound.OutboundServer["address"]>().toEqualTypeOf<() => string | AddressInfo>();
  expectTypeOf<outbound.OutboundServer["accept"]>().toEqualTypeOf<
    (transport: Duplex) => Promise<void>
  >();
  expectTypeOf<outbound.OutboundServer["close"]>().toEqualTypeOf<
    (options?: { graceMs?: number }) => Promise<void>
  >();
  expectTypeOf<outbound.OutboundServer["on"]>().toBeFunction();
  expectTypeOf<outbound.OutboundServer["off"]>().toBeFunction();
});

test("the decoder of commands has these functions and no others", () => {
  expectTypeOf<wire.CommandDecoder["push"]>().toEqualTypeOf<(chunk: Buffer) => void>();
  expectTypeOf<wire.CommandDecoder["next"]>().toEqualTypeOf<() => Command | undefined>();
});

test("the decoder of frames has these functions and no others", () => {
  expectTypeOf<codec.FrameDecoder["push"]>().toEqualTypeOf<(chunk: Buffer) => void>();
  expectTypeOf<codec.FrameDecoder["next"]>().toEqualTypeOf<() => Frame | undefined>();
  expectTypeOf<codec.FrameDecoder["takeUnterminated"]>().toEqualTypeOf<
    (pattern: RegExp) => Frame | undefined
  >();
});
