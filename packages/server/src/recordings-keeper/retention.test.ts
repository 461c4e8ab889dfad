import fc from "fast-check";
import { expect, test } from "vitest";
import { type KeptFile, removalsFor } from "./retention.js";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const DAY = 86_400_000;
const facts = { now: NOW, clockTrusted: true };

const file = (name: string, ageDays: number, size = 100): KeptFile => ({
  file: name,
  size,
  status: "finished",
  startedAt: NOW - ageDays * DAY,
  modifiedAt: NOW - ageDays * DAY,
});
const named = (removals: readonly { readonly file: string; readonly why: string }[]) =>
  removals.map(({ file, why }) => `${file} ${why}`);

test("without a rule everything stays for ever", () => {
  expect(removalsFor([file("a", 10_000)], {}, facts)).toEqual([]);
});

test("what is older than it may be goes, the oldest first", () => {
  const files = [file("young", 29.9), file("old", 30.1), file("older", 400)];
  const removals = removalsFor(files, { maxAgeDays: 30 }, facts);
  expect(named(removals)).toEqual(["older age", "old age"]);
  expect(removals[0]).toMatchObject({ size: 100, ageDays: 400 });
});

test("as many of the oldest go as it takes to fit, and no more", () => {
  const files = [file("c", 1), file("a", 3), file("b", 2)];
  expect(named(removalsFor(files, { maxSize: 200 }, facts))).toEqual(["a size"]);
  expect(named(removalsFor(files, { maxSize: 199 }, facts))).toEqual(["a size", "b size"]);
  expect(removalsFor(files, { maxSize: 300 }, facts)).toEqual([]);
});

test("what went for its age leaves room for the rest", () => {
  const files = [file("old", 50), file("b", 2), file("c", 1)];
  const removals = removalsFor(files, { maxAgeDays: 30, maxSize: 200 }, facts);
  expect(named(removals)).toEqual(["old age"]);
});

test("what is being recorded, converted or was just written counts and stays", () => {
  const running = { ...file("running", 40, 1000), status: "running" as const };
  const paused = { ...file("paused", 40, 1000), status: "paused" as const };
  const fresh = { ...file("fresh", 40, 1000), modifiedAt: NOW - 30_000 };
  const files = [running, paused, fresh, file("converted", 40), file("done", 40)];
  const busy = new Set(["converted"]);
  const removals = removalsFor(files, { maxAgeDays: 30, maxSize: 1 }, { ...facts, busy });
  expect(named(removals)).toEqual(["done age"]);
});

test("a file dated in the future is as old as its other date says, and new without one", () => {
  const name = { ...file("name", 5), startedAt: NOW + 400 * DAY };
  const both = { ...name, file: "both", modifiedAt: NOW + 400 * DAY };
  expect(removalsFor([name, both], { maxAgeDays: 6 }, facts)).toEqual([]);
  expect(named(removalsFor([name, both], { maxAgeDays: 4 }, facts))).toEqual(["name age"]);
  // It makes no other one go that it would not make go with a right date.
  expect(named(removalsFor([both, file("a", 1), name], { maxSize: 200 }, facts))).toEqual([
    "name size",
  ]);
});

test("name and file system have to agree that a file is old", () => {
  const touched = { ...file("touched", 100), modifiedAt: NOW - DAY };
  const renamed = { ...file("renamed", 100), startedAt: NOW - DAY };
  expect(removalsFor([touched, renamed], { maxAgeDays: 30 }, facts)).toEqual([]);
});

test("by a clock that has jumped nothing is too old, but too much is too much", () => {
  const files = [file("a", 3650), file("b", 3649)];
  const jumped = { now: NOW, clockTrusted: false };
  expect(removalsFor(files, { maxAgeDays: 30 }, jumped)).toEqual([]);
  expect(named(removalsFor(files, { maxAgeDays: 30, maxSize: 100 }, jumped))).toEqual(["a size"]);
});

const anyFile = fc.record({
  file: fc.uuid(),
  size: fc.nat(1000),
  status: fc.constantFrom(
    "finished" as const,
    "finished" as const,
    "running" as const,
    "paused" as const,
  ),
  startedAt: fc.integer({ min: NOW - 100 * DAY, max: NOW + 100 * DAY }),
  modifiedAt: fc.integer({ min: NOW - 100 * DAY, max: NOW + 100 * DAY }),
});

test("whatever lies there: only finished ones go, none of them young, and none that fits", () => {
  const rules = fc.record({
    maxAgeDays: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
    maxSize: fc.option(fc.integer({ min: 1, max: 5000 }), { nil: undefined }),
  });
  const files = fc.uniqueArray(anyFile, { selector: (each) => each.file, maxLength: 30 });
  fc.assert(
    fc.property(files, rules, (all, { maxAgeDays, maxSize }) => {
      const removals = removalsFor(all, { maxAgeDays, maxSize }, facts);
      const byName = new Map(all.map((each) => [each.file, each]));
      let total = all.reduce((sum, { size }) => sum + size, 0);
      for (const { file: name, size, why } of removals) {
        const each = byName.get(name);
        expect(each?.status).toBe("finished");
        if (why === "age") {
          const dates = [each?.startedAt ?? NOW, each?.modifiedAt ?? NOW].filter((at) => at <= NOW);
          for (const at of dates) expect(NOW - at).toBeGreaterThan((maxAgeDays ?? 0) * DAY);
          expect(dates).not.toEqual([]);
        } else expect(total).toBeGreaterThan(maxSize ?? Number.POSITIVE_INFINITY);
        total -= size;
      }
      expect(new Set(removals.map((each) => each.file)).size).toBe(removals.length);
    }),
  );
});
