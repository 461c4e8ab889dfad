import { expect, test } from "vitest";
import {
  createLiveState,
  EMPTY_STATE,
  type LiveChange,
  type LiveConference,
  type LiveState,
  snapshotToState,
} from "../../packages/server/src/live-state/index.js";
import { readConferenceList } from "../../packages/server/src/switch/index.js";
import { recordedSession } from "./capture.js";
import { RecordedSwitch } from "./recorded-switch.js";

const CAPTURES = ["05-conference-plain", "06-conference-json", "07-conference-xml"] as const;

interface Step {
  /** What our state says at the moment of the listing, and what the listing says. */
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** Feeds a recorded session to the live state and compares at every `json_list` answer. */
async function replay(name: string, comparable = withoutTalking) {
  const source = new RecordedSwitch();
  const room = createLiveState(source, { resyncMs: 0, mismatchMs: 3_600_000 });
  const changes: LiveChange[] = [];
  const steps: Step[] = [];
  room.on("change", (change) => changes.push(change));
  await source.up(room);
  for (const recorded of recordedSession(name)) {
    if (recorded.kind === "event") source.event(recorded.event);
    else if (/^api conference (?:\S+ )?json_list$/.test(recorded.command))
      steps.push({ ours: comparable(room.current), theirs: comparable(listed(recorded.text)) });
  }
  room.close();
  return { steps, changes, state: room.current, counts: source.counts };
}

function listed(text: string): LiveState {
  const listings = readConferenceList(text).map((each) => ({ ...each, profile: "" }));
  return snapshotToState(listings, [], "local", Date.now());
}

/** Everything a listing can know. */
function withTalking(state: LiveState) {
  return [...state.conferences.values()].map((conference) => ({
    uuid: conference.uuid,
    name: conference.name,
    locked: conference.locked,
    floor: conference.floor,
    recordings: [...conference.recordings],
    members: [...conference.members.values()].map(({ joinedAt: _joinedAt, ...member }) => member),
  }));
}

/** The recorded profile of 05 to 07 suppresses start-talking and stop-talking. */
function withoutTalking(state: LiveState): ReturnType<typeof withTalking> {
  return withTalking(state).map((conference) => ({
    ...conference,
    members: conference.members.map((member) => ({ ...member, talking: false })),
  }));
}

test.each(CAPTURES)("%s: the state equals every json_list answer of the session", async (name) => {
  const { steps, state } = await replay(name);
  expect(steps.length).toBeGreaterThanOrEqual(6);
  for (const { ours, theirs } of steps) expect(ours).toEqual(theirs);
  expect(steps.some(({ theirs }) => JSON.stringify(theirs).includes("paused"))).toBe(true);
  expect(state.conferences.size).toBe(0);
});

/** Ids and uuids differ from session to session: each becomes its place in the order of appearance. */
function withoutIdentities(steps: readonly Step[]): unknown {
  const seen = new Map<string, string>();
  const place = (value: string) => {
    if (!seen.has(value)) seen.set(value, `#${seen.size}`);
    return seen.get(value);
  };
  return JSON.parse(JSON.stringify(steps.map((step) => step.ours)), (key, value) =>
    ["id", "uuid", "floor"].includes(key) && typeof value === "string" ? place(value) : value,
  );
}

test("the three formats lead to equal states at every step", async () => {
  const runs = await Promise.all(CAPTURES.map((name) => replay(name)));
  const [plain, json, xml] = runs.map(({ steps }) => withoutIdentities(steps));
  expect(json).toEqual(plain);
  expect(xml).toEqual(plain);
});

test.each(CAPTURES)("%s: the changes tell the story once", async (name) => {
  const { changes } = await replay(name);
  const count = (type: LiveChange["type"]) => changes.filter((each) => each.type === type).length;
  expect(count("conferenceStarted")).toBe(1);
  expect(count("memberJoined")).toBe(3);
  expect(count("memberLeft")).toBe(3);
  expect(count("conferenceEnded")).toBe(1);
  expect(count("locked")).toBe(2);
  expect(count("unlocked")).toBe(2);
  expect(count("recordingStarted")).toBe(3);
  expect(count("recordingPaused")).toBe(2);
  expect(count("recordingResumed")).toBe(2);
  expect(count("recordingStopped")).toBe(3);
  expect(count("allMuted")).toBe(2);
  expect(count("replaced")).toBe(0);
});

test("05-conference-plain: a recording that has stopped carries what the switch said of its file", async () => {
  const { changes } = await replay("05-conference-plain");
  const reports = changes.flatMap((each) =>
    each.type === "recordingStopped" ? [each.report] : [],
  );
  expect(reports).toEqual([
    { samples: 44_160, milliseconds: 2760, bytes: 88_470 },
    { samples: 19_520, milliseconds: 1220, bytes: 39_190 },
    { samples: 29_120, milliseconds: 1820, bytes: 58_390 },
  ]);
});

test.each(CAPTURES)("%s: every event given twice changes nothing more", async (name) => {
  const once = await replay(name);
  const source = new RecordedSwitch();
  const room = createLiveState(source, { resyncMs: 0, mismatchMs: 3_600_000 });
  const changes: LiveChange[] = [];
  room.on("change", (change) => changes.push(change));
  await source.up(room);
  for (const recorded of recordedSession(name)) {
    if (recorded.kind !== "event") continue;
    source.event(recorded.event);
    source.event(recorded.event);
  }
  room.close();
  expect(changes.map(({ type }) => type)).toEqual(once.changes.map(({ type }) => type));
});

test("10-video-mux: talking is as listed where the switch says who begins and ends to talk", async () => {
  // Another conference was running since before the session began.
  const mux = (state: LiveState) => withTalking(state).filter(({ name }) => name === "mux_room");
  const { steps } = await replay("10-video-mux", mux);
  expect(steps).toHaveLength(3);
  for (const { ours, theirs } of steps) expect(ours).toEqual(theirs);
  expect(JSON.stringify(steps)).toContain('"talking":true');
});

test("10-video-mux: a canvas recording is known by the path that commands take", async () => {
  const { changes, state } = await replay("10-video-mux");
  const started = changes.filter((each) => each.type === "recordingStarted");
  expect(started.map((each) => "path" in each && each.path)).toEqual([
    expect.stringMatching(/^\/.*\.mp4$/),
  ]);
  const videos = changes.flatMap((each) =>
    "conference" in each ? [...(each.conference as LiveConference).members.values()] : [],
  );
  expect(videos.some((member) => member.video)).toBe(true);
  expect(state.conferences).toEqual(EMPTY_STATE.conferences);
});

test("12-registrations: signing in, out, and being flushed leaves the list that the switch shows", async () => {
  const source = new RecordedSwitch();
  const room = createLiveState(source, { resyncMs: 0 });
  const session = [...recordedSession("12-registrations")];
  const listings = session.filter(
    (each) => each.kind === "answer" && each.command === "api show registrations as json",
  );
  source.showRegistrations(listings[0]?.kind === "answer" ? listings[0].text : "");
  await source.up(room);
  const changes: LiveChange[] = [];
  room.on("change", (change) => changes.push(change));
  for (const recorded of session) if (recorded.kind === "event") source.event(recorded.event);
  room.close();
  const last = listings.at(-1);
  source.showRegistrations(last?.kind === "answer" ? last.text : "");
  const expected = snapshotToState([], await source.registrations(), "local", 0).registrations;
  expect([...room.current.registrations.keys()].sort()).toEqual([...expected.keys()].sort());
  expect(changes.map(({ type }) => type)).toEqual(["registered", "unregistered", "unregistered"]);
});
