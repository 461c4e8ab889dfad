import { expect, test } from "vitest";
import type { ConferenceFacts, DomainEvent, MemberFacts } from "./events.js";
import { liveByName, reduce } from "./reduce.js";
import { EMPTY_STATE, type LiveState } from "./types.js";

const room: ConferenceFacts = {
  node: "local",
  uuid: "u1",
  name: "room",
  profile: "16kHz-novideo",
  domain: "example.org",
  size: undefined,
};
const key = "local/u1";

function facts(id: string, more: Partial<MemberFacts> = {}): MemberFacts {
  return {
    id,
    uuid: `c${id}`,
    name: `name ${id}`,
    number: `2000${id}`,
    hear: true,
    speak: true,
    hold: false,
    video: false,
    moderator: false,
    talking: false,
    energy: 0,
    ...more,
  };
}

const moment = { at: 1000, sequence: undefined };
const joined = (id: string, more: Partial<MemberFacts> = {}): DomainEvent => ({
  type: "memberJoined",
  conference: room,
  member: facts(id, more),
  ...moment,
});
const left = (id: string): DomainEvent => ({
  type: "memberLeft",
  conference: room,
  member: facts(id),
  ...moment,
});
const reported = (
  id: string,
  more: Partial<MemberFacts>,
  talking?: boolean,
  volumes: { volumeIn?: number; volumeOut?: number } = {},
): DomainEvent => ({
  type: "memberChanged",
  conference: room,
  member: facts(id, more),
  talking,
  volumeIn: volumes.volumeIn,
  volumeOut: volumes.volumeOut,
  muted: undefined,
  ...moment,
});
const floor = (memberId: string | undefined): DomainEvent => ({
  type: "floorChanged",
  conference: room,
  memberId,
  ...moment,
});
const recording = (
  type:
    | "recordingStarted"
    | "recordingPaused"
    | "recordingResumed"
    | "recordingStopped"
    | "recordingFailed",
  path = "/r/a.wav",
): DomainEvent => ({ type, conference: room, path, ...moment });
const about = (
  type: "conferenceStarted" | "conferenceEnded" | "conferenceLocked" | "conferenceUnlocked",
): DomainEvent => ({ type, conference: room, ...moment });

function after(...events: DomainEvent[]): LiveState {
  return events.reduce((state, event) => reduce(state, event).state, EMPTY_STATE);
}
const types = (state: LiveState, event: DomainEvent) =>
  reduce(state, event).changes.map(({ type }) => type);
const conferenceOf = (state: LiveState) => {
  const conference = state.conferences.get(key);
  if (!conference) throw new Error("not live");
  return conference;
};

test("a first join begins the conference when its beginning was missed", () => {
  expect(types(EMPTY_STATE, joined("1"))).toEqual(["conferenceStarted", "memberJoined"]);
  expect(conferenceOf(after(joined("1"))).lastJoin?.id).toBe("1");
});

test("members stand in the order of joining, and leaving keeps the order of the others", () => {
  const state = after(joined("9"), joined("3"), joined("5"), left("3"));
  expect([...conferenceOf(state).members.keys()]).toEqual(["9", "5"]);
  expect(conferenceOf(state).lastLeave?.id).toBe("3");
});

test("a join of a known member brings it up to date in its place", () => {
  const state = after(joined("1"), joined("2"), joined("1", { name: "other" }));
  expect([...conferenceOf(state).members.values()].map(({ name }) => name)).toEqual([
    "other",
    "name 2",
  ]);
});

test("a held member can neither be heard nor hear, as the switch's listing says", () => {
  const state = after(joined("1"), reported("1", { hold: true }));
  expect(conferenceOf(state).members.get("1")).toMatchObject({
    mute: true,
    deaf: true,
    hold: true,
  });
});

test("muting ends talking without a word from the switch", () => {
  const talking = after(joined("1"), reported("1", { talking: true }, true));
  expect(conferenceOf(talking).members.get("1")?.talking).toBe(true);
  const muted = reduce(talking, reported("1", { speak: false, talking: true }));
  expect(conferenceOf(muted.state).members.get("1")).toMatchObject({ talking: false, mute: true });
});

test("muting a muted member is told, though nothing differs", () => {
  const muted = after(joined("1", { speak: false }));
  const again = { ...reported("1", { speak: false }), muted: true } as DomainEvent;
  expect(types(muted, again)).toEqual(["muteRepeated"]);
  expect(reduce(muted, again).state).toBe(muted);
  const held = after(joined("1", { hold: true }));
  const unmuted = { ...reported("1", { hold: true }), muted: false } as DomainEvent;
  expect(types(held, unmuted)).toEqual([]);
});

test("only start-talking begins talking: other reports of it may never be followed by an end", () => {
  const state = after(joined("1"), reported("1", { talking: true }, undefined, { volumeIn: 2 }));
  expect(conferenceOf(state).members.get("1")).toMatchObject({ talking: false, volumeIn: 2 });
});

test("a volume stays when a later report is about something else", () => {
  const loud = reported("1", {}, undefined, { volumeIn: 2, volumeOut: -1 });
  const state = after(joined("1"), loud, reported("1", { speak: false }));
  expect(conferenceOf(state).members.get("1")).toMatchObject({ volumeIn: 2, volumeOut: -1 });
});

test("the floor goes with its holder", () => {
  const state = after(joined("1"), joined("2"), floor("1"), left("1"));
  expect(conferenceOf(state).floor).toBeUndefined();
});

test("a recording is known from its start to its stop", () => {
  const running = after(joined("1"), recording("recordingStarted"));
  expect(types(running, recording("recordingPaused"))).toEqual(["recordingPaused"]);
  const paused = reduce(running, recording("recordingPaused")).state;
  expect(conferenceOf(paused).recordings.get("/r/a.wav")).toEqual({ status: "paused" });
  expect(types(paused, recording("recordingStarted"))).toEqual([]);
  expect(types(paused, recording("recordingResumed"))).toEqual(["recordingResumed"]);
  expect(types(paused, recording("recordingStopped"))).toEqual(["recordingStopped"]);
});

test("a recording whose file could not be opened never runs", () => {
  const state = after(joined("1"));
  const failed = reduce(state, recording("recordingFailed"));
  expect(failed.changes.map(({ type }) => type)).toEqual(["recordingFailed"]);
  expect(failed.state).toBe(state);
});

test("two conferences of one name never mix", () => {
  const second = { ...room, uuid: "u2" };
  const state = after(joined("1"), { ...joined("2"), conference: second } as DomainEvent);
  expect([...state.conferences.keys()]).toEqual(["local/u1", "local/u2"]);
  expect(liveByName(state, "room")?.uuid).toBe("u2");
  const ended = reduce(state, about("conferenceEnded")).state;
  expect([...(ended.conferences.get("local/u2")?.members.keys() ?? [])]).toEqual(["2"]);
});

test("everybody's mute-all is news of the conference and changes nothing by itself", () => {
  const state = after(joined("1"));
  const muted = reduce(state, { type: "allMuted", node: "local", name: "room", ...moment });
  expect(muted.changes).toMatchObject([{ type: "allMuted", conference: { key } }]);
  expect(muted.state).toBe(state);
});

const registration = {
  node: "local",
  user: "20001",
  callId: "abc",
  profile: "internal",
  ip: "127.0.0.1",
  port: "5060",
  expiresAt: 5000,
};

test("a phone that signs in again from the same place is no news", () => {
  const state = after({ type: "registered", registration, ...moment });
  const again = reduce(state, {
    type: "registered",
    registration: { ...registration, expiresAt: 9000 },
    ...moment,
  });
  expect(again.changes).toEqual([]);
  expect(again.state.registrations.get("local/20001/abc")?.expiresAt).toBe(9000);
});

test("a phone that moved says what it takes the place of", () => {
  const state = after({ type: "registered", registration, ...moment });
  const moved = reduce(state, {
    type: "registered",
    registration: { ...registration, port: "5080" },
    ...moment,
  });
  expect(moved.changes).toMatchObject([
    { before: { port: "5060" }, registration: { port: "5080" } },
  ]);
});

test("a registration that the switch forgot silently ends by the clock", () => {
  const state = after({ type: "registered", registration, ...moment });
  expect(types(state, { type: "timePassed", node: "local", at: 4999, sequence: 1 })).toEqual([]);
  expect(types(state, { type: "timePassed", node: "other", at: 6000, sequence: 1 })).toEqual([]);
  expect(types(state, { type: "timePassed", node: "local", at: 6000, sequence: 1 })).toEqual([
    "unregistered",
  ]);
});

const live = after(
  joined("1"),
  joined("2", { speak: false }),
  floor("1"),
  about("conferenceLocked"),
  recording("recordingStarted"),
  { type: "registered", registration, ...moment },
);
const elsewhere = { ...room, uuid: "unknown" };
const without: readonly (readonly [string, DomainEvent])[] = [
  ["a second start of the conference", about("conferenceStarted")],
  ["a lock of a locked conference", about("conferenceLocked")],
  ["a mute of a muted member", reported("2", { speak: false })],
  ["a report of an unknown member", reported("7", {})],
  ["the leaving of an unknown member", left("7")],
  ["the floor for its holder", floor("1")],
  ["the floor for an unknown member", floor("7")],
  ["a start of a running recording", recording("recordingStarted")],
  ["a pause of an unknown recording", recording("recordingPaused", "/r/b.wav")],
  ["a stop of an unknown recording", recording("recordingStopped", "/r/b.wav")],
  ["a registration just as it is", { type: "registered", registration, ...moment }],
  [
    "an unregistration of an unknown phone",
    { type: "unregistered", registration: { ...registration, callId: "x" }, ...moment },
  ],
  [
    "a mute-all of an unknown conference",
    { type: "allMuted", node: "local", name: "x", ...moment },
  ],
  ...(
    [
      about("conferenceEnded"),
      about("conferenceLocked"),
      left("1"),
      reported("1", { speak: false }),
      floor("2"),
      recording("recordingStopped"),
    ] as DomainEvent[]
  ).map(
    (event) =>
      [`${event.type} of an unknown conference`, { ...event, conference: elsewhere }] as const,
  ),
] as (readonly [string, DomainEvent])[];

test.each(without)("%s changes nothing and returns the very same state", (_name, event) => {
  const reduction = reduce(live, event);
  expect(reduction.state).toBe(live);
  expect(reduction.changes).toEqual([]);
});

test("the state before is never touched", () => {
  const before = JSON.stringify([...conferenceOf(live).members]);
  reduce(live, left("1"));
  reduce(live, reported("2", { speak: true }));
  reduce(live, joined("3"));
  reduce(live, about("conferenceEnded"));
  expect(JSON.stringify([...conferenceOf(live).members])).toBe(before);
  expect(live.conferences.size).toBe(1);
});

test("only the touched conference is copied", () => {
  const two = reduce(live, {
    ...joined("9"),
    conference: { ...room, uuid: "u2" },
  } as DomainEvent).state;
  const after = reduce(two, left("1")).state;
  expect(after.conferences.get("local/u2")).toBe(two.conferences.get("local/u2"));
  expect(after.registrations).toBe(two.registrations);
});
