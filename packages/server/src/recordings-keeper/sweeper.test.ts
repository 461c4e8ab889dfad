import { expect, test } from "vitest";
import { EMPTY_STATE } from "../live-state/index.js";
import { type Recording, RecordingNotFoundError } from "../recordings/index.js";
import { Sweeper } from "./sweeper.js";

const DAY = 86_400_000;

/** A sweeper over files that exist nowhere else. */
function swept(rules: { readonly maxAgeDays?: number; readonly maxSize?: number }) {
  const world = {
    now: Date.now(),
    synced: true,
    files: ["old 400", "young 1"],
    failure: undefined as Error | undefined,
    lists: 0,
  };
  const removed: string[] = [];
  const logged: string[] = [];
  const listed = () =>
    world.files.map((each): Recording => {
      const [file = "", days] = each.split(" ");
      const at = world.now - Number(days) * DAY;
      return {
        file,
        size: 2048,
        startedAt: at,
        modifiedAt: at,
        status: "finished",
        duration: 1,
        video: false,
        conference: undefined,
      } as Recording;
    });
  const log = (level: string) => (facts: { readonly file?: string }, text: string) => {
    logged.push(`${level} ${facts.file}: ${text}`);
  };
  const sweeper = new Sweeper({
    rules: {
      maxAgeDays: undefined,
      maxSize: undefined,
      minFree: 0,
      convertTo: undefined,
      ...rules,
    },
    recordings: {
      list: async () => {
        world.lists += 1;
        return listed();
      },
      remove: async (file: string) => {
        if (world.failure) throw world.failure;
        removed.push(file);
        world.files = world.files.filter((each) => !each.startsWith(`${file} `));
      },
    } as never,
    live: {
      current: EMPTY_STATE,
      on: () => {},
      off: () => {},
      get synced() {
        return world.synced;
      },
    },
    folder: () => "/rec",
    busy: () => new Set(),
    logger: { info: log("info"), warn: log("warn") } as never,
    now: () => world.now,
  });
  return { sweeper, world, removed, logged };
}

test("what is removed is logged by name, reason and size, and counted", async () => {
  const { sweeper, removed, logged } = swept({ maxAgeDays: 30 });
  await sweeper.sweep();
  expect(removed).toEqual(["old"]);
  expect(logged).toEqual(["info old: removed old (2.0 KiB): 400 days old"]);
  expect([sweeper.removed, sweeper.removedBytes]).toEqual([1, 2048]);
});

test("without a rule nobody looks; before the switch has been asked nothing goes", async () => {
  const idle = swept({});
  await idle.sweeper.sweep();
  expect(idle.world.lists).toBe(0);
  const early = swept({ maxAgeDays: 30, maxSize: 1 });
  early.world.synced = false;
  await early.sweeper.sweep();
  expect(early.removed).toEqual([]);
});

test("what cannot be removed is said once; what somebody else has removed, not at all", async () => {
  const { sweeper, world, logged } = swept({ maxAgeDays: 30 });
  world.failure = new RecordingNotFoundError("old");
  await sweeper.sweep();
  expect(logged).toEqual([]);
  world.failure = new Error("not yours");
  await sweeper.sweep();
  await sweeper.sweep();
  expect(logged).toEqual(["warn old: a recording could not be removed"]);
  expect(sweeper.removed).toBe(0);
});

test("a clock set four years ahead makes nothing old", async () => {
  const { sweeper, world, removed } = swept({ maxAgeDays: 500 });
  const files = world.files;
  await sweeper.sweep();
  world.now += 4 * 365 * DAY;
  world.files = files.map((each) => each.replace(/\d+$/, (days) => String(Number(days) + 1460)));
  await sweeper.sweep();
  expect(removed).toEqual([]);
});
