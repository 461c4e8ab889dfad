import fc from "fast-check";
import { expect, test } from "vitest";
import {
  createLiveState,
  type LiveChange,
  type LiveState,
  snapshotToState,
} from "../../packages/server/src/live-state/index.js";
import { ACTIONS, type ModelStep, ModelSwitch } from "./model-switch.js";
import { RecordedSwitch } from "./recorded-switch.js";

const steps = fc.array(
  fc.record({
    // Joins are frequent, or there would be nobody to do the rest to.
    action: fc.oneof(fc.constant("join" as const), fc.constantFrom(...ACTIONS)),
    conference: fc.nat({ max: 3 }),
    member: fc.nat({ max: 5 }),
  }),
  { maxLength: 60 },
);

/** What a listing can know, in an order that does not matter. */
function essence(state: LiveState) {
  const conferences = [...state.conferences.values()].map((conference) => ({
    key: conference.key,
    name: conference.name,
    profile: conference.profile,
    locked: conference.locked,
    floor: conference.floor,
    recordings: [...conference.recordings],
    members: [...conference.members.values()].map(({ joinedAt: _joinedAt, ...member }) => member),
  }));
  return conferences.sort((a, b) => (a.key < b.key ? -1 : 1));
}

const fresh = (model: ModelSwitch) => essence(snapshotToState(model.listings(), [], "local", 0));

async function following(source: RecordedSwitch) {
  const room = createLiveState(source, { resyncMs: 0, mismatchMs: 3_600_000 });
  const changes: LiveChange[] = [];
  room.on("change", (change) => changes.push(change));
  await source.up(room);
  return { room, changes };
}

/** Who is where, followed by nothing but the published changes. */
function follow(changes: readonly LiveChange[]) {
  const rooms = new Map<string, string[]>();
  for (const change of changes) {
    if (!("conference" in change)) continue;
    const { key, members } = change.conference;
    if (change.type === "conferenceStarted") {
      expect(rooms.has(key)).toBe(false);
      rooms.set(key, [...members.keys()]);
    } else if (change.type === "conferenceEnded") {
      expect(rooms.delete(key)).toBe(true);
    } else if (change.type === "memberJoined") {
      expect(rooms.get(key)).not.toContain(change.member.id);
      rooms.get(key)?.push(change.member.id);
    } else if (change.type === "memberLeft") {
      expect(rooms.get(key)).toContain(change.member.id);
      rooms.set(
        key,
        (rooms.get(key) ?? []).filter((id) => id !== change.member.id),
      );
    }
  }
  return [...rooms].sort();
}

const roster = (state: LiveState) =>
  [...state.conferences.values()].map(({ key, members }) => [key, [...members.keys()]]).sort();

test("whatever happens, the state from the stream equals the state from a fresh snapshot", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (script: ModelStep[]) => {
      const model = new ModelSwitch();
      const source = new RecordedSwitch();
      const { room, changes } = await following(source);
      for (const step of script) {
        for (const event of model.do(step)) source.event(event);
        expect(essence(room.current)).toEqual(fresh(model));
      }
      expect(follow(changes)).toEqual(roster(room.current));
      expect(source.counts.unknown).toBeLessThanOrEqual(script.length);
      room.close();
    }),
    { numRuns: 150 },
  );
});

test("duplicates and overtaken events leave the state as the switch's own", async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.infiniteStream(fc.nat({ max: 3 })), async (script, luck) => {
      const model = new ModelSwitch();
      const source = new RecordedSwitch();
      const { room } = await following(source);
      const seen = [];
      for (const step of script)
        for (const event of model.do(step)) {
          source.event(event);
          seen.push(event);
          // Now and then, something old comes once more.
          const back = luck.next().value as number;
          const old = seen[seen.length - 1 - back];
          if (old) source.event(old);
        }
      expect(essence(room.current)).toEqual(fresh(model));
      room.close();
    }),
    { numRuns: 150 },
  );
});

test("what happened while the link was away is published as if it had been seen", async () => {
  await fc.assert(
    fc.asyncProperty(steps, steps, steps, async (seen, missed, later) => {
      const model = new ModelSwitch();
      const source = new RecordedSwitch();
      const { room, changes } = await following(source);
      for (const step of seen) for (const event of model.do(step)) source.event(event);
      source.down();
      for (const step of missed) model.do(step);
      source.showConferences(model.listings());
      // The snapshot is under way; these wait for it, some of them being in it already.
      const synced = source.up(room);
      for (const step of later) for (const event of model.do(step)) source.event(event);
      await synced;
      expect(essence(room.current)).toEqual(fresh(model));
      expect(follow(changes)).toEqual(roster(room.current));
      room.close();
    }),
    { numRuns: 150 },
  );
});

test("a snapshot that holds what waiting events tell publishes each of them once", async () => {
  await fc.assert(
    fc.asyncProperty(steps, steps, async (before, during) => {
      const model = new ModelSwitch();
      const source = new RecordedSwitch();
      for (const step of before) model.do(step);
      const { room, changes } = await (async () => {
        const room = createLiveState(source, { resyncMs: 0, mismatchMs: 3_600_000 });
        const changes: LiveChange[] = [];
        room.on("change", (change) => changes.push(change));
        const events = during.flatMap((step) => model.do(step));
        source.showConferences(model.listings());
        const synced = source.up(room);
        for (const event of events) source.event(event);
        await synced;
        return { room, changes };
      })();
      expect(essence(room.current)).toEqual(fresh(model));
      expect(follow(changes)).toEqual(roster(room.current));
      room.close();
    }),
    { numRuns: 150 },
  );
});
