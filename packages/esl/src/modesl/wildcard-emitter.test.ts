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
