import { readFileSync } from "node:fs";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect, expectTypeOf, test } from "vitest";
import { withoutTypeTest } from "../../test/surface.js";
import type {
  AuthCallback,
  Callback,
  Event,
  Header,
  HeaderMap,
  HeaderValue,
  MessageOptions,
  OriginateOptions,
  Priority,
  ShowCallback,
} from "./index.js";
import * as classic from "./index.js";
import type { EmitterName } from "./wildcard-emitter.js";

/** As in surface.test.ts of the package: `npx tsc -p tests` compares, what runs says that no function is missing. */
type Events = { x: readonly [value: number] };
type Text = string | number | null | undefined;

test("each exported function and each method of an exported class is below", () => {
  const source = readFileSync(fileURLToPath(import.meta.url), "utf8").replaceAll("<Events>", "");
  const inherited = [...source.matchAll(/classic\.WildcardEmitter\["(\w+)"\]/g)].map(
    ([, name = ""]) => name,
  );
  const guarded = ["onLost", "request", "waiterFor", "emitExact"];
  const known = ["eslSetLogLevel", ...inherited, ...guarded];
  expect(withoutTypeTest({ classic }, source, known)).toEqual([]);
});

test("functions by themselves take and answer this", () => {
  expectTypeOf<typeof classic.setLogLevel>().toEqualTypeOf<(level?: number | undefined) => void>();
});

test("a classic connection has these functions and no others", () => {
  expectTypeOf<classic.Connection["socketDescriptor"]>().toEqualTypeOf<() => Duplex | null>();
  expectTypeOf<classic.Connection["getInfo"]>().toEqualTypeOf<() => Event | null>();
  expectTypeOf<classic.Connection["send"]>().toEqualTypeOf<
    (command: string, args?: HeaderMap | undefined, body?: string | undefined) => void
  >();
  expectTypeOf<classic.Connection["sendRecv"]>().toEqualTypeOf<
    (
      command: string,
      ...args: readonly (string | HeaderMap | Callback | null | undefined)[]
    ) => void
  >();
  expectTypeOf<classic.Connection["api"]>().toEqualTypeOf<
    (command: string, ...args: readonly (Text | false | readonly unknown[] | Callback)[]) => void
  >();
  expectTypeOf<classic.Connection["bgapi"]>().toEqualTypeOf<
    (command: string, ...args: readonly (Text | false | readonly unknown[] | Callback)[]) => string
  >();
  expectTypeOf<classic.Connection["sendEvent"]>().toEqualTypeOf<
    (...args: readonly (string | Event | Callback | undefined)[]) => void
  >();
  expectTypeOf<classic.Connection["recvEvent"]>().toEqualTypeOf<
    (callback?: Callback | undefined) => void
  >();
  expectTypeOf<classic.Connection["recvEventTimed"]>().toEqualTypeOf<
    (ms: number, callback?: Callback | undefined) => void
  >();
  expectTypeOf<classic.Connection["filter"]>().toEqualTypeOf<
    (header: string, value: string, callback?: Callback | undefined) => void
  >();
  expectTypeOf<classic.Connection["filterDelete"]>().toEqualTypeOf<
    (header: string, ...args: readonly (Text | Callback)[]) => void
  >();
  expectTypeOf<classic.Connection["events"]>().toEqualTypeOf<
    (
      type: string,
      ...args: readonly (string | readonly string[] | Callback | null | undefined)[]
    ) => void
  >();
  expectTypeOf<classic.Connection["subscribe"]>().toEqualTypeOf<
    (...args: readonly (string | readonly string[] | Callback | null | undefined)[]) => void
  >();
  expectTypeOf<classic.Connection["execute"]>().toEqualTypeOf<
    (app: string, ...args: readonly (Text | Callback)[]) => string
  >();
  expectTypeOf<classic.Connection["executeAsync"]>().toEqualTypeOf<
    (app: string, ...args: readonly (Text | Callback)[]) => string
  >();
  expectTypeOf<classic.Connection["setAsyncExecute"]>().toEqualTypeOf<(value: boolean) => void>();
  expectTypeOf<classic.Connection["setEventLock"]>().toEqualTypeOf<(value: boolean) => void>();
  expectTypeOf<classic.Connection["show"]>().toEqualTypeOf<
    (item: string, ...args: readonly (string | ShowCallback | null | undefined)[]) => void
  >();
  expectTypeOf<classic.Connection["originate"]>().toEqualTypeOf<
    (...args: readonly (string | boolean | Callback | OriginateOptions | undefined)[]) => void
  >();
  expectTypeOf<classic.Connection["message"]>().toEqualTypeOf<
    (...args: readonly (string | Callback | MessageOptions | undefined)[]) => void
  >();
  expectTypeOf<classic.Connection["connected"]>().toEqualTypeOf<() => boolean>();
  expectTypeOf<classic.Connection["auth"]>().toEqualTypeOf<
    (callback?: AuthCallback | undefined) => void
  >();
  expectTypeOf<classic.Connection["disconnect"]>().toEqualTypeOf<() => void>();
});

test("a classic event has these functions and no others", () => {
  expectTypeOf<classic.Event["serialize"]>().toEqualTypeOf<
    (format?: "plain" | "xml" | "json") => string
  >();
  expectTypeOf<classic.Event["setPriority"]>().toEqualTypeOf<(priority: Priority) => void>();
  expectTypeOf<classic.Event["getHeader"]>().toEqualTypeOf<(name: string) => HeaderValue | null>();
  expectTypeOf<classic.Event["getBody"]>().toEqualTypeOf<() => string>();
  expectTypeOf<classic.Event["getType"]>().toEqualTypeOf<() => string>();
  expectTypeOf<classic.Event["addBody"]>().toEqualTypeOf<(value: string) => string>();
  expectTypeOf<classic.Event["addHeader"]>().toEqualTypeOf<
    (name: string, value: HeaderValue) => HeaderValue
  >();
  expectTypeOf<classic.Event["delHeader"]>().toEqualTypeOf<(name: string) => Header[] | null>();
  expectTypeOf<classic.Event["firstHeader"]>().toEqualTypeOf<() => string | null>();
  expectTypeOf<classic.Event["nextHeader"]>().toEqualTypeOf<() => string | null>();
  expectTypeOf<classic.Event["toJSON"]>().toEqualTypeOf<() => object>();
});

test("a classic server has these functions and no others", () => {
  expectTypeOf<classic.Server["getCountOfConnections"]>().toEqualTypeOf<() => number>();
  expectTypeOf<classic.Server["close"]>().toEqualTypeOf<
    (callback?: ((error?: Error | undefined) => void) | undefined) => void
  >();
});

test("the emitter behind the classic classes has these functions and no others", () => {
  expectTypeOf<classic.WildcardEmitter<Events>["on"]>().toBeFunction();
  expectTypeOf<classic.WildcardEmitter<Events>["addListener"]>().toBeFunction();
  expectTypeOf<classic.WildcardEmitter<Events>["once"]>().toBeFunction();
  expectTypeOf<classic.WildcardEmitter<Events>["many"]>().toBeFunction();
  expectTypeOf<classic.WildcardEmitter<Events>["prependListener"]>().toBeFunction();
  expectTypeOf<classic.WildcardEmitter<Events>["prependOnceListener"]>().toBeFunction();
  expectTypeOf<classic.WildcardEmitter<Events>["prependMany"]>().toBeFunction();
  expectTypeOf<classic.WildcardEmitter<Events>["off"]>().toEqualTypeOf<
    (
      name: EmitterName<string>,
      listener: (...args: never[]) => unknown,
    ) => classic.WildcardEmitter<Events>
  >();
  expectTypeOf<classic.WildcardEmitter<Events>["removeListener"]>().toEqualTypeOf<
    (
      name: EmitterName<string>,
      listener: (...args: never[]) => unknown,
    ) => classic.WildcardEmitter<Events>
  >();
  expectTypeOf<classic.WildcardEmitter<Events>["removeAllListeners"]>().toEqualTypeOf<
    (name?: EmitterName<string> | undefined) => classic.WildcardEmitter<Events>
  >();
  expectTypeOf<classic.WildcardEmitter<Events>["onAny"]>().toEqualTypeOf<
    (listener: (name: string, ...args: never[]) => unknown) => classic.WildcardEmitter<Events>
  >();
  expectTypeOf<classic.WildcardEmitter<Events>["prependAny"]>().toEqualTypeOf<
    (listener: (name: string, ...args: never[]) => unknown) => classic.WildcardEmitter<Events>
  >();
  expectTypeOf<classic.WildcardEmitter<Events>["offAny"]>().toEqualTypeOf<
    (
      listener?: ((name: string, ...args: never[]) => unknown) | undefined,
    ) => classic.WildcardEmitter<Events>
  >();
  expectTypeOf<classic.WildcardEmitter<Events>["listenersAny"]>().toEqualTypeOf<
    () => readonly ((...args: never[]) => unknown)[]
  >();
  expectTypeOf<classic.WildcardEmitter<Events>["listeners"]>().toEqualTypeOf<
    (name: EmitterName<string>) => readonly ((...args: never[]) => unknown)[]
  >();
  expectTypeOf<classic.WildcardEmitter<Events>["listenerCount"]>().toEqualTypeOf<
    (name: EmitterName<string>) => number
  >();
  expectTypeOf<classic.WildcardEmitter<Events>["eventNames"]>().toEqualTypeOf<
    () => readonly string[]
  >();
  expectTypeOf<classic.WildcardEmitter<Events>["setMaxListeners"]>().toEqualTypeOf<
    (_count: number) => classic.WildcardEmitter<Events>
  >();
  expectTypeOf<classic.WildcardEmitter<Events>["emit"]>().toEqualTypeOf<
    (name: EmitterName<string>, ...args: readonly unknown[]) => boolean
  >();
  expectTypeOf<classic.WildcardEmitter<Events>["emitAsync"]>().toEqualTypeOf<
    (name: EmitterName<string>, ...args: readonly unknown[]) => Promise<unknown[]>
  >();
});
