import { expect, test, vi } from "vitest";
import { WildcardEmitter } from "./wildcard-emitter.js";

function heard(pattern: string, name: string): boolean {
  const emitter = new WildcardEmitter();
  let count = 0;
  emitter.on(pattern, () => count++);
  emitter.emit(name);
  return count === 1;
}

test.each([
  ["esl::*", "esl::ready", true],
  ["esl::*", "esl::event::X", false],
  ["esl::**", "esl::ready", true],
  ["esl::**", "esl::event::X::id", true],
  ["esl::event::**", "esl::event::X", true],
  ["esl::event::**", "esl::event::X::id", true],
  ["esl::event::*", "esl::event::X::id", false],
  ["esl::event::X::*", "esl::event::X::id", true],
  ["esl::event::X::*", "esl::event::X", false],
  ["esl::event::*::id", "esl::event::X::id", true],
  ["esl::event::*::id", "esl::event::X::other", false],
  ["esl::**::id", "esl::event::X::id", true],
  ["**::id", "esl::event::X::id", true],
  ["**", "anything::at::all", true],
  ["*", "error", true],
  ["esl::event::raw::*", "esl::event::raw::text/x", true],
  ["esl::event::X::id", "esl::event::X::id", true],
  ["esl::event::X::id", "esl::event::X::ID", false],
] as const)("%s hears %s: %s", (pattern, name, expected) => {
  expect(heard(pattern, name)).toBe(expected);
});

test("listeners see the emitter as this, the name, and are called in the order they came", () => {
  const emitter = new WildcardEmitter();
  const calls: unknown[] = [];
  emitter.on("a::*", function (this: unknown) {
    calls.push([1, this === emitter, emitter.event]);
  });
  emitter.on("a::b", (...args: unknown[]) => calls.push([2, ...args]));
  emitter.onAny((name: string, ...args: unknown[]) => calls.push([name, ...args]));
  expect(emitter.emit("a::b", "x", "y")).toBe(true);
  expect(calls).toEqual([
    [1, true, "a::b"],
    [2, "x", "y"],
    ["a::b", "x", "y"],
  ]);
  expect(emitter.emit("c")).toBe(true);
});

test("once and many end by themselves, off takes one registration, removeAllListeners all", () => {
  const emitter = new WildcardEmitter();
  const listener = vi.fn();
  emitter.once("a", listener).many("a", 2, listener).on("a", listener);
  emitter.emit("a");
  expect(listener).toHaveBeenCalledTimes(3);
  emitter.emit("a");
  expect(listener).toHaveBeenCalledTimes(5);
  emitter.emit("a");
  expect(listener).toHaveBeenCalledTimes(6);
  emitter.off("a", listener);
  expect(emitter.emit("a")).toBe(false);
  emitter.on("b", listener).on("c::*", listener).removeAllListeners("b");
  expect(emitter.eventNames()).toEqual(["c::*"]);
  emitter.removeAllListeners();
  expect(emitter.listenerCount("c::d")).toBe(0);
});

test("a listener that removes another while it runs disturbs nobody", () => {
  const emitter = new WildcardEmitter();
  const second = vi.fn();
  emitter.on("a", () => emitter.off("a", second));
  emitter.on("a", second);
  emitter.emit("a");
  emitter.emit("a");
  expect(second).toHaveBeenCalledTimes(1);
});

test("an error nobody listens for is a warning and no exception", async () => {
  const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
  expect(new WildcardEmitter().emit("error", new TypeError("nobody cares"))).toBe(false);
  expect((await warned).message).toBe("nobody cares");
});

test("a listener that throws stops neither the others nor the one who emits", async () => {
  const emitter = new WildcardEmitter();
  const other = vi.fn();
  const before = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  const surfaced = new Promise<Error>((resolve) => process.once("uncaughtException", resolve));
  try {
    emitter.on("a", () => {
      throw new Error("mine");
    });
    emitter.on("a", other);
    emitter.emit("a");
    expect(other).toHaveBeenCalledOnce();
    expect((await surfaced).message).toBe("mine");
  } finally {
    for (const listener of before) process.on("uncaughtException", listener);
  }
});

test("listeners put in front are called first, and as often as was said", () => {
  const emitter = new WildcardEmitter();
  const calls: string[] = [];
  emitter.on("x", () => calls.push("on"));
  emitter.prependListener("*", () => calls.push("always"));
  emitter.prependOnceListener("x", () => calls.push("once"));
  emitter.prependMany("x", 2, () => calls.push("twice"));
  for (let round = 0; round < 3; round++) {
    emitter.emit("x");
    calls.push("-");
  }
  expect(calls.join(" ")).toBe("twice once always on - twice always on - always on -");
});

test("names may be given as their parts", () => {
  const emitter = new WildcardEmitter();
  const calls: unknown[] = [];
  const listener = (value: unknown) => calls.push([emitter.event, value]);
  emitter.on(["a", "*"], listener as never);
  emitter.emit(["a", "b"], 1);
  expect(emitter.listeners("a::c")).toEqual([listener]);
  emitter.off(["a", "*"], listener as never);
  emitter.emit("a::b", 2);
  expect(calls).toEqual([["a::b", 1]]);
});

test("emitAsync answers what the listeners answer and rejects with what one throws", async () => {
  const emitter = new WildcardEmitter();
  emitter.once("x", async () => "late");
  emitter.on("*", (value: unknown) => value);
  expect(await emitter.emitAsync("x", 5)).toEqual(["late", 5]);
  expect(await emitter.emitAsync("x", 6)).toEqual([6]);
  emitter.onAny(() => {
    throw new Error("mine");
  });
  await expect(emitter.emitAsync("x")).rejects.toThrow("mine");
});

test("a listener that is no function is refused where it is given", () => {
  const emitter = new WildcardEmitter();
  expect(() => emitter.on("x", undefined as never)).toThrow(TypeError);
  expect(() => emitter.onAny("x" as never)).toThrow(TypeError);
  expect(emitter.emit("x")).toBe(false);
});

test("offAny without an argument takes all of them", () => {
  const emitter = new WildcardEmitter();
  const calls: string[] = [];
  emitter.onAny(() => calls.push("second"));
  emitter.prependAny(() => calls.push("first"));
  emitter.emit("x");
  expect(emitter.listenersAny()).toHaveLength(2);
  emitter.offAny();
  emitter.emit("x");
  expect(calls).toEqual(["first", "second"]);
});
