import { expect, test } from "vitest";
import { watchAbort } from "../waiting/watch-abort.js";
import { Emitter } from "./emitter.js";

interface Events {
  tick: [value: number];
}

test("listeners are called in order, once-listeners once, removed ones no more", () => {
  const emitter = new Emitter<Events>(() => {});
  const seen: string[] = [];
  const removed = (value: number) => seen.push(`removed ${value}`);
  emitter.on("tick", (value) => seen.push(`on ${value}`));
  emitter.once("tick", (value) => seen.push(`once ${value}`));
  emitter.on("tick", removed);
  emitter.emit("tick", 1);
  emitter.off("tick", removed);
  emitter.emit("tick", 2);
  expect(seen).toEqual(["on 1", "once 1", "removed 1", "on 2"]);
});

test("a once-listener can be taken back by the function it was given", () => {
  const emitter = new Emitter<Events>(() => {});
  const seen: number[] = [];
  const listener = (value: number) => seen.push(value);
  emitter.once("tick", listener);
  emitter.off("tick", listener);
  emitter.emit("tick", 1);
  expect(seen).toEqual([]);
  expect(emitter.count("tick")).toBe(0);
});

test("listeners added or removed while an event is told do not change who hears it", () => {
  const emitter = new Emitter<Events>(() => {});
  const seen: string[] = [];
  const second = () => seen.push("second");
  emitter.on("tick", () => {
    emitter.off("tick", second);
    emitter.on("tick", () => seen.push("late"));
  });
  emitter.on("tick", second);
  emitter.emit("tick", 1);
  expect(seen).toEqual(["second"]);
});

test("what a listener throws is handed over with the event's name", () => {
  const thrown: [unknown, string][] = [];
  const emitter = new Emitter<Events>((error, event) => thrown.push([error, event]));
  emitter.on("tick", () => {
    throw "broken";
  });
  emitter.emit("tick", 1);
  expect(thrown).toEqual([["broken", "tick"]]);
});

test("one signal serves many watchers with one listener, and none when they are done", () => {
  const controller = new AbortController();
  let added = 0;
  const add = controller.signal.addEventListener.bind(controller.signal);
  controller.signal.addEventListener = ((...args: Parameters<typeof add>) => {
    added++;
    add(...args);
  }) as typeof add;
  const fired: number[] = [];
  const stops = [1, 2, 3].map((number) => watchAbort(controller.signal, () => fired.push(number)));
  stops[1]?.();
  controller.abort();
  expect(fired).toEqual([1, 3]);
  expect(added).toBe(1);
});
