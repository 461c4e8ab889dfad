import { expect, test } from "vitest";
import type { LiveConference, LiveState } from "../live-state/index.js";
import { SpaceGuard } from "./guard.js";
import type { Space } from "./space.js";

const MIB = 1024 ** 2;
const LIMIT = 100 * MIB;

/** A guard over a disk and a switch that the test holds in its hands. */
function guarded() {
  const told: string[] = [];
  const logged: string[] = [];
  const world = {
    free: (500 * MIB) as number | undefined,
    afterRoomWasMade: undefined as number | undefined,
    recorded: {} as Record<string, readonly string[]>,
    synced: true,
    roomMade: 0,
    refuses: false,
  };
  const state = (): LiveState => ({
    conferences: new Map(
      Object.entries(world.recorded).map(([name, paths]) => [
        name,
        {
          name,
          recordings: new Map(paths.map((path) => [path, { status: "running" as const }])),
        } as unknown as LiveConference,
      ]),
    ),
    registrations: new Map(),
  });
  const log = (level: string) => (_facts: unknown, text: string) => {
    logged.push(`${level}: ${text}`);
  };
  const guard = new SpaceGuard({
    minFree: LIMIT,
    folder: () => "/rec",
    live: {
      get current() {
        return state();
      },
      get synced() {
        return world.synced;
      },
      on: () => {},
      off: () => {},
    },
    switch: {
      conference: (name) => ({
        stopRecording: async (path: string) => {
          told.push(`${name} norecord ${path}`);
          if (world.refuses) throw new Error("away");
          delete world.recorded[name];
        },
      }),
    },
    stories: {
      expectEnding: (file, ending, by) => told.push(`${file} ${ending} ${by.kind}`),
      moveStory: async () => {},
    },
    space: async (): Promise<Space> => {
      if (world.free === undefined) throw new Error("ENOENT");
      return { free: world.free, capacity: 1000 * MIB };
    },
    needed: () => Object.keys(world.recorded).length > 0,
    makeRoom: async () => {
      world.roomMade += 1;
      if (world.afterRoomWasMade !== undefined) world.free = world.afterRoomWasMade;
    },
    logger: { info: log("info"), warn: log("warn"), error: log("error") } as never,
  });
  return { guard, world, told, logged };
}

test("with enough room nothing is refused or stopped", async () => {
  const { guard, world, told, logged } = guarded();
  world.recorded = { team: ["/rec/a.wav"] };
  expect(await guard.refusal()).toBeUndefined();
  expect([told, logged, guard.full]).toEqual([[], [], false]);
});

test("below the limit everything that is recorded is stopped, each told why before, and said once", async () => {
  const { guard, world, told, logged } = guarded();
  world.recorded = { team: ["/rec/a.wav", "/rec/b.wav"], friends: ["/rec/c.mp4"] };
  world.free = LIMIT - 1;
  await guard.look();
  await guard.look();
  expect(told).toEqual([
    "a.wav diskFull server",
    "b.wav diskFull server",
    "team norecord all",
    "c.mp4 diskFull server",
    "friends norecord all",
  ]);
  expect(logged.filter((line) => line.includes("too little room"))).toEqual([
    "error: too little room for recordings: 100 MiB are free, 110 MiB are needed",
  ]);
  expect([guard.full, guard.stopped]).toEqual([true, 3]);
});

test("while it is full nothing may begin, until there is a tenth more room", async () => {
  const { guard, world, logged } = guarded();
  world.free = 50 * MIB;
  expect(await guard.refusal()).toBe(
    "there is too little room for recordings: 50.0 MiB are free, 110 MiB are needed",
  );
  world.free = LIMIT + 5 * MIB;
  expect(await guard.refusal()).toMatch(/too little room/);
  world.free = LIMIT + 10 * MIB;
  expect(await guard.refusal()).toBeUndefined();
  expect(guard.refused).toBe(2);
  expect(logged.at(-1)).toBe("info: there is room for recordings again");
});

test("what the rules let go of is removed before anything is stopped", async () => {
  const { guard, world, told } = guarded();
  world.recorded = { team: ["/rec/a.wav"] };
  world.free = LIMIT - 1;
  world.afterRoomWasMade = 2 * LIMIT;
  expect(await guard.refusal()).toBeUndefined();
  expect([told, guard.full]).toEqual([[], false]);
});

test("while it stays full the rules are not asked at every look", async () => {
  const { guard, world } = guarded();
  world.free = 0;
  for (let looks = 0; looks < 5; looks += 1) await guard.look();
  expect(world.roomMade).toBe(1);
  world.free = 2 * LIMIT;
  await guard.look();
  world.free = 0;
  await guard.look();
  expect(world.roomMade).toBe(2);
});

test("a stop that fails is tried again at the next look", async () => {
  const { guard, world, told } = guarded();
  world.recorded = { team: ["/rec/a.wav"] };
  world.free = 0;
  world.refuses = true;
  await guard.look();
  world.refuses = false;
  await guard.look();
  expect(told.filter((line) => line.startsWith("team"))).toHaveLength(2);
  expect(guard.stopped).toBe(1);
});

test("nothing is stopped by what was known before the switch went away", async () => {
  const { guard, world, told } = guarded();
  world.recorded = { team: ["/rec/a.wav"] };
  world.free = 0;
  world.synced = false;
  await guard.look();
  expect([told, guard.full]).toEqual([[], true]);
});

test("a folder that cannot be read here guards nothing, which is said once and only where it matters", async () => {
  const { guard, world, logged } = guarded();
  world.free = undefined;
  expect(await guard.refusal()).toBeUndefined();
  expect(logged).toEqual([]);
  world.recorded = { team: ["/rec/a.wav"] };
  await guard.look();
  await guard.look();
  expect(logged).toEqual([
    "warn: the recordings' folder cannot be read here: nobody guards its room, no rule is kept",
  ]);
  expect(guard.space).toBeUndefined();
});
