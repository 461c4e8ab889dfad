import { expect, test, vi } from "vitest";
import { createLiveState, type LiveChange } from "../../packages/server/src/live-state/index.js";
import type { ConferenceListing } from "../../packages/server/src/switch/index.js";
import { RecordedSwitch } from "./recorded-switch.js";
import { SwitchEvents } from "./switch-events.js";

const room = { name: "room", uuid: "u1" };
const alice = { id: "1", number: "20001" };
const bob = { id: "2", number: "20002" };

function listing(members: readonly { id: string; number: string }[]): ConferenceListing {
  return {
    uuid: room.uuid,
    name: room.name,
    profile: "16kHz-novideo",
    locked: false,
    runSeconds: 5,
    recordings: [],
    members: members.map(({ id, number }) => ({
      id,
      number,
      name: number,
      uuid: `channel-${id}`,
      canHear: true,
      canSpeak: true,
      hold: false,
      talking: false,
      hasVideo: false,
      hasFloor: false,
      isModerator: false,
      joinedSecondsAgo: 1,
      energy: 0,
      volumeIn: 0,
      volumeOut: 0,
    })),
  };
}

function followed(source: RecordedSwitch, options = {}) {
  const live = createLiveState(source, { resyncMs: 0, mismatchMs: 10, retryMs: 10, ...options });
  const changes: LiveChange[] = [];
  live.on("change", (change) => changes.push(change));
  return { live, changes, types: () => changes.map(({ type }) => type) };
}

const synced = (live: ReturnType<typeof createLiveState>) =>
  new Promise<void>((resolve) => live.on("synced", () => resolve()));

test("a lost event is noticed by the switch's own count and made good by a snapshot", async () => {
  const events = new SwitchEvents();
  const source = new RecordedSwitch();
  const { live, types } = followed(source);
  await source.up(live);
  source.event(events.member(room, "add-member", alice, [], 1));
  events.member(room, "add-member", bob, [], 2);
  source.showConferences([listing([alice, bob])]);
  const healed = synced(live);
  source.event(events.member(room, "mute-member", { ...alice, speak: false }, [], 2));
  await healed;
  expect(types()).toEqual([
    "conferenceStarted",
    "memberJoined",
    "memberChanged",
    "memberChanged",
    "memberJoined",
  ]);
  live.close();
});

test("a count that a snapshot confirms to differ is not looked into again", async () => {
  const events = new SwitchEvents();
  const source = new RecordedSwitch();
  const asked = vi.spyOn(source, "conferences");
  const { live } = followed(source);
  source.showConferences([listing([alice])]);
  await source.up(live);
  const looked = synced(live);
  source.event(events.room(room, "lock", [], 7));
  await looked;
  expect(asked).toHaveBeenCalledTimes(2);
  source.event(events.room(room, "unlock", [], 7));
  const waited = synced(live);
  await live.resync();
  await waited;
  expect(asked).toHaveBeenCalledTimes(3);
  live.close();
});

test("a snapshot that fails is tried again, and events go on waiting", async () => {
  const events = new SwitchEvents();
  const source = new RecordedSwitch();
  const asked = vi.spyOn(source, "conferences").mockRejectedValueOnce(new Error("-ERR"));
  const { live, types } = followed(source);
  const failures: unknown[] = [];
  live.on("syncFailed", (error) => failures.push(error));
  const done = source.up(live);
  source.event(events.member(room, "add-member", alice));
  expect(live.synced).toBe(false);
  await done;
  expect(asked).toHaveBeenCalledTimes(2);
  expect(failures).toHaveLength(1);
  expect(live.synced).toBe(true);
  expect(types()).toEqual(["conferenceStarted", "memberJoined"]);
  live.close();
});

test("a listing that was asked of a link since lost is worth nothing", async () => {
  const source = new RecordedSwitch();
  const { live, types } = followed(source);
  let answer: (listings: ConferenceListing[]) => void = () => undefined;
  vi.spyOn(source, "conferences").mockReturnValueOnce(
    new Promise((resolve) => {
      answer = resolve;
    }),
  );
  void source.up(live);
  source.down();
  await source.up(live);
  answer([listing([alice])]);
  await new Promise((resolve) => setImmediate(resolve));
  expect(types()).toEqual([]);
  live.close();
});

test("while the switch is away the last state stays readable", async () => {
  const source = new RecordedSwitch();
  const { live } = followed(source);
  source.showConferences([listing([alice])]);
  await source.up(live);
  source.down();
  expect(live.synced).toBe(false);
  expect(live.current.conferences.size).toBe(1);
  live.close();
});

test("a restarted switch counts anew, and its first events count", async () => {
  const source = new RecordedSwitch();
  const { live, types } = followed(source);
  const before = new SwitchEvents("core-1");
  await source.up(live);
  for (let index = 0; index < 10; index++) before.heartbeat();
  source.event(before.register("20001", "call-1", "5060"));
  source.down();
  await source.up(live);
  source.event(new SwitchEvents("core-2").register("20001", "call-1", "5060"));
  expect(types()).toEqual(["registered", "unregistered", "registered"]);
  live.close();
});

test("the same name begun anew while away is another conference", async () => {
  const source = new RecordedSwitch();
  const { live, changes, types } = followed(source);
  source.showConferences([listing([alice])]);
  await source.up(live);
  source.down();
  source.showConferences([{ ...listing([bob]), uuid: "u2" }]);
  await source.up(live);
  expect(types()).toEqual(["conferenceStarted", "conferenceEnded", "conferenceStarted"]);
  expect(changes.map((each) => "conference" in each && each.conference.uuid)).toEqual([
    "u1",
    "u1",
    "u2",
  ]);
  live.close();
});

test("so many differences that nobody could follow them are one", async () => {
  const source = new RecordedSwitch();
  const { live, types } = followed(source);
  const many = Array.from({ length: 600 }, (_, index) => ({
    ...listing([]),
    uuid: `u${index}`,
    name: `room ${index}`,
  }));
  source.showConferences(many);
  await source.up(live);
  expect(types()).toEqual(["replaced"]);
  expect(live.current.conferences.size).toBe(600);
  live.close();
});

test("odd events and events of others are counted and do no harm", async () => {
  const events = new SwitchEvents();
  const source = new RecordedSwitch();
  const { live, types } = followed(source);
  await source.up(live);
  source.event(events.custom("conference::maintenance", [["Action", "add-member"]]));
  source.event(events.room(room, "add-member"));
  source.event(events.room(room, "no-such-action"));
  source.event(events.room(room, "floor-change"));
  source.event(events.room(room, "start-recording"));
  source.event(events.custom("sofia::register", [["from-user", "1"]]));
  source.event(events.custom("sofia::gateway_state", []));
  source.event(events.member(room, "mute-member", alice));
  expect(types()).toEqual([]);
  expect(source.counts).toEqual({ ignored: 7, unknown: 1 });
  live.close();
});
