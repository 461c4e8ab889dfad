import type {
  FeedEventV2,
  LiveConferenceV2,
  LiveMemberV2,
  RegistrationV2,
  ServerMessageV2,
} from "@parley/protocol/client";
import { expect, test } from "vitest";
import { CHAT_LIMIT, EMPTY_FEED, type FeedState, isGap, received } from "./state.js";

const AT = "2026-01-01T10:00:00.000Z";

const member = (id: string, change: Partial<LiveMemberV2> = {}): LiveMemberV2 => ({
  id,
  name: `Caller ${id}`,
  number: `2010${id}`,
  muted: false,
  deaf: false,
  moderator: false,
  talking: false,
  hold: false,
  video: false,
  handRaised: false,
  energy: 100,
  volumeIn: 0,
  volumeOut: 0,
  joinedAt: AT,
  ...change,
});

const conference = (id: string, members: readonly LiveMemberV2[] = []): LiveConferenceV2 => ({
  id,
  node: "local",
  name: `room ${id}`,
  type: "default",
  locked: false,
  recordings: [],
  startedAt: AT,
  members: [...members],
  controllable: true,
});

const registration = (id: string): RegistrationV2 => ({
  id,
  callId: id,
  user: "20101",
  node: "local",
  profile: "internal",
  address: "127.0.0.1:5060",
});

const snapshot = (seq: number, conferences: readonly LiveConferenceV2[]): ServerMessageV2 => ({
  type: "snapshot",
  epoch: "e",
  seq,
  switch: { connected: true },
  conferences: [...conferences],
  registrations: [registration("r1")],
});

type Bare<Event> = Event extends unknown ? Omit<Event, "seq" | "at"> : never;
const after = (state: FeedState, ...events: readonly Bare<FeedEventV2>[]): FeedState =>
  events.reduce(
    (now, event) => received(now, { ...event, seq: now.seq + 1, at: AT } as FeedEventV2),
    state,
  );
const begun = (...conferences: readonly LiveConferenceV2[]): FeedState =>
  received(EMPTY_FEED, snapshot(7, conferences));
const members = (state: FeedState, id: string) => state.conferences.get(id)?.members;

test("a snapshot takes the place of everything known and says how to go on", () => {
  const state = received(begun(conference("a")), snapshot(9, [conference("b")]));
  expect([...state.conferences.keys()]).toEqual(["b"]);
  expect([...state.registrations.keys()]).toEqual(["r1"]);
  expect(state).toMatchObject({ connection: "open", epoch: "e", seq: 9 });
});

test("a snapshot forgets what was written in conferences that are over, and only there", () => {
  const line = { id: "1", at: AT, from: { id: "2", name: "Ada" }, text: "hi" };
  const state = after(
    begun(conference("a"), conference("b")),
    { type: "chat", id: "a", message: line },
    { type: "chat", id: "b", message: line },
  );
  expect([...received(state, snapshot(20, [conference("b")])).chats]).toEqual([["b", [line]]]);
});

test("members join, change and leave; the others stay the same values", () => {
  const start = begun(conference("a", [member("1"), member("2")]));
  const changed = after(start, {
    type: "memberChanged",
    id: "a",
    member: member("2", { muted: true }),
  });
  expect(members(changed, "a")?.[1]?.muted).toBe(true);
  expect(members(changed, "a")?.[0]).toBe(members(start, "a")?.[0]);
  const joined = after(changed, { type: "memberJoined", id: "a", member: member("3") });
  const left = after(joined, { type: "memberLeft", id: "a", member: "1" });
  expect(members(left, "a")?.map(({ id }) => id)).toEqual(["2", "3"]);
  expect(members(start, "a")).toHaveLength(2);
});

test("a member that joins twice is there once", () => {
  const event = { type: "memberJoined", id: "a", member: member("1") } as const;
  expect(members(after(begun(conference("a")), event, event), "a")).toHaveLength(1);
});

test("a changed conference keeps its members", () => {
  const { members: _, ...facts } = conference("a");
  const start = begun(conference("a", [member("1")]));
  const state = after(start, { type: "conferenceChanged", conference: { ...facts, locked: true } });
  expect(state.conferences.get("a")).toMatchObject({ locked: true, members: [{ id: "1" }] });
});

test("an ended conference goes with its chat", () => {
  const message = { id: "1", at: AT, from: { id: "2", name: "Ada" }, text: "hi" };
  const state = after(
    begun(conference("a")),
    { type: "chat", id: "a", message },
    { type: "conferenceEnded", id: "a" },
  );
  expect([state.conferences.size, state.chats.size]).toEqual([0, 0]);
});

test("of a chat the last lines are kept", () => {
  const lines = Array.from({ length: CHAT_LIMIT + 3 }, (_, index) => ({
    type: "chat" as const,
    id: "a",
    message: { id: String(index), at: AT, from: { id: "2", name: "Ada" }, text: "hi" },
  }));
  const kept = after(begun(conference("a")), ...lines).chats.get("a");
  expect(kept).toHaveLength(CHAT_LIMIT);
  expect(kept?.at(-1)?.id).toBe(String(CHAT_LIMIT + 2));
});

test("a recording stopped for want of space is remembered until another begins, or its conference ends", () => {
  const recorded = (file: string) => {
    const { members, ...facts } = conference("a");
    const recordings = [{ file, status: "running" as const }];
    return { type: "conferenceChanged", conference: { ...facts, recordings } } as const;
  };
  const trouble = { type: "recordingTrouble", id: "a", file: "one.wav" } as const;
  const slow = after(begun(conference("a")), { ...trouble, trouble: "notGrowing" });
  expect(slow.alarms.size).toBe(0);
  // It may be named once more before the switch has ended it.
  const stopped = after(slow, { ...trouble, trouble: "diskFull" }, recorded("one.wav"));
  expect(stopped.alarms.get("a")).toEqual({ file: "one.wav", alarm: "diskFull", at: AT });
  expect(after(stopped, recorded("two.wav")).alarms.size).toBe(0);
  expect(after(stopped, { type: "conferenceEnded", id: "a" }).alarms.size).toBe(0);
  expect(received(stopped, snapshot(90, [conference("b")])).alarms.size).toBe(0);
  const unknown = after(begun(), { ...trouble, trouble: "diskFull" });
  expect(unknown.alarms.size).toBe(0);
});

test("an event that was seen already, or of an unknown conference, changes nothing that is shown", () => {
  const state = begun(conference("a", [member("1")]));
  const old = { type: "conferenceEnded", id: "a", seq: 7, at: AT } as const;
  expect(received(state, old)).toBe(state);
  const unknown = after(state, { type: "memberLeft", id: "x", member: "1" });
  expect(unknown).toEqual({ ...state, seq: 8 });
  expect(unknown.conferences).toBe(state.conferences);
});

test("registrations come and go, and the switch too", () => {
  const state = after(
    begun(),
    { type: "registered", registration: registration("r2") },
    { type: "unregistered", id: "r1" },
    { type: "switch", connected: false },
  );
  expect([...state.registrations.keys()]).toEqual(["r2"]);
  expect(state.switchConnected).toBe(false);
});

test("a number that skips others is a gap; the next one, an old one and an answer are none", () => {
  const state = begun();
  const event = (seq: number) => ({ type: "switch", connected: true, seq, at: AT }) as const;
  expect([7, 8, 9].map((seq) => isGap(state, event(seq)))).toEqual([false, false, true]);
  expect(isGap(state, snapshot(99, []))).toBe(false);
  expect(isGap(state, { type: "welcome", epoch: "e", seq: 99, resumed: true })).toBe(false);
  expect(isGap(state, { type: "answer", id: "1", ok: true })).toBe(false);
});
