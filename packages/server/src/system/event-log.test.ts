import { expect, test } from "vitest";
import { EventLog } from "./event-log.js";

const filled = (count: number): EventLog => {
  const log = new EventLog();
  for (let index = 1; index <= count; index += 1) log.put("switchLost", 0, undefined, `${index}`);
  return log;
};
const seqs = (log: EventLog, after: number | undefined, limit: number) =>
  log.read(after, limit).map(({ seq }) => seq);

test("the last ones are read first, later those after a number", () => {
  const log = filled(10);
  expect(seqs(log, undefined, 3)).toEqual([8, 9, 10]);
  expect(seqs(log, 0, 3)).toEqual([1, 2, 3]);
  expect(seqs(log, 8, 100)).toEqual([9, 10]);
  expect(seqs(log, 10, 100)).toEqual([]);
});

test("the oldest are forgotten, numbers go on", () => {
  const log = filled(1500);
  expect(seqs(log, 0, 1)).toEqual([501]);
  expect(log.read(undefined, 5000)).toHaveLength(1000);
});

test("the passing of time is no event", () => {
  const log = new EventLog();
  log.add({ type: "timePassed", at: 5 } as Parameters<EventLog["add"]>[0]);
  expect(log.read(undefined, 10)).toEqual([]);
});
