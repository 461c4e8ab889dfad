import { expect, test } from "vitest";
import { type EffectFacts, effectsOf, PROMPTS } from "./effects.js";
import type { ConferenceFacts, Control, DomainEvent, MemberFacts } from "./events.js";
import { reduce } from "./reduce.js";
import { EMPTY_STATE, type LiveState } from "./types.js";

const now = Date.UTC(2026, 10, 22);
const facts: EffectFacts = {
  now,
  recordingsDir: "/rec",
  typeOf: (conference) => conference.profile,
  pending: new Set(),
};
const room: ConferenceFacts = {
  node: "local",
  uuid: "u",
  name: "Zoë's room",
  profile: "16kHz-novideo",
  domain: "",
  size: undefined,
};
const moment = { at: 0, sequence: undefined };
const moderator: MemberFacts = {
  id: "1",
  uuid: "c",
  name: "alice",
  number: "20001",
  hear: true,
  speak: true,
  hold: false,
  video: false,
  moderator: true,
  talking: false,
  energy: 0,
};
const participant: MemberFacts = { ...moderator, id: "2", moderator: false };

const joined = (member: MemberFacts): DomainEvent => ({
  type: "memberJoined",
  conference: room,
  member,
  ...moment,
});
const file = "/rec/a.wav";
const recorded = (
  type: "recordingStarted" | "recordingPaused" | "recordingResumed" | "recordingStopped",
): DomainEvent => ({ type, conference: room, path: file, ...moment });
const pressed = (control: Control, member = moderator): DomainEvent => ({
  type: "controlPressed",
  conference: room,
  member,
  control,
  ...moment,
});
const after = (...events: DomainEvent[]): LiveState =>
  events.reduce((state, event) => reduce(state, event).state, EMPTY_STATE);

const idle = after(joined(moderator), joined(participant));
const running = reduce(idle, recorded("recordingStarted")).state;
const paused = reduce(running, recorded("recordingPaused")).state;

const target = { key: "local/u", name: "Zoë's room" };
const play = (prompt: string) => [{ type: "play", ...target, file: prompt }];
const start = {
  type: "startRecording",
  ...target,
  path: "/rec/Zoë's room-2026-11-22T00:00:00.000Z.wav",
};

test.each<[Control, string, LiveState, unknown]>([
  ["startrecording", "idle", idle, [start]],
  ["startrecording", "running", running, play(PROMPTS.alreadyRecording)],
  ["startrecording", "paused", paused, play(PROMPTS.pausedPressResume)],
  ["pauserecording", "idle", idle, play(PROMPTS.notRecording)],
  ["pauserecording", "running", running, [{ type: "pauseRecording", ...target, path: file }]],
  ["pauserecording", "paused", paused, play(PROMPTS.pausedPressResume)],
  ["resumerecording", "idle", idle, play(PROMPTS.notRecording)],
  ["resumerecording", "running", running, play(PROMPTS.alreadyRecording)],
  ["resumerecording", "paused", paused, [{ type: "resumeRecording", ...target, path: file }]],
  ["stoprecording", "idle", idle, play(PROMPTS.notRecording)],
  ["stoprecording", "running", running, [{ type: "stopRecordings", ...target }]],
  ["stoprecording", "paused", paused, [{ type: "stopRecordings", ...target }]],
  ["checkrecording", "idle", idle, play(PROMPTS.notRecording)],
  ["checkrecording", "running", running, play(PROMPTS.alreadyRecording)],
  ["checkrecording", "paused", paused, play(PROMPTS.pausedPressResume)],
  ["conferencelock", "idle", idle, [{ type: "lock", ...target }]],
  ["conferenceunlock", "idle", idle, [{ type: "unlock", ...target }]],
  ["muteall", "idle", idle, [{ type: "muteAll", ...target }]],
])("%s while %s", (control, _status, state, effects) => {
  expect(effectsOf(state, pressed(control), facts)).toEqual(effects);
});

test("a control of a participant does nothing, and neither does a forged one", () => {
  expect(effectsOf(idle, pressed("muteall", participant), facts)).toEqual([]);
  const forged = { ...participant, moderator: true };
  expect(effectsOf(idle, pressed("startrecording", forged), facts)).toEqual([]);
  const unknown = { ...moderator, id: "9" };
  expect(effectsOf(idle, pressed("muteall", unknown), facts)).toEqual([]);
});

test("a control in a conference that is not known does nothing", () => {
  expect(effectsOf(EMPTY_STATE, pressed("muteall"), facts)).toEqual([]);
});

test("while a recording is about to begin, another start is not one more", () => {
  const pending = { ...facts, pending: new Set(["local/u"]) };
  expect(effectsOf(idle, pressed("startrecording"), pending)).toEqual([]);
  expect(effectsOf(idle, pressed("stoprecording"), pending)).toEqual([
    { type: "stopRecordings", ...target },
  ]);
});

test("a conference with a canvas is recorded with its pictures", () => {
  const mux = { ...facts, typeOf: () => "48kHz-video-mux" };
  expect(effectsOf(idle, pressed("startrecording"), mux)).toMatchObject([
    { path: expect.stringMatching(/\.mp4$/) },
  ]);
});

test("what became of the recording is said in the room once", () => {
  expect(effectsOf(idle, recorded("recordingStarted"), facts)).toEqual(play(PROMPTS.started));
  expect(effectsOf(running, recorded("recordingStarted"), facts)).toEqual([]);
  expect(effectsOf(running, recorded("recordingPaused"), facts)).toEqual(play(PROMPTS.paused));
  expect(effectsOf(paused, recorded("recordingPaused"), facts)).toEqual([]);
  expect(effectsOf(paused, recorded("recordingResumed"), facts)).toEqual(play(PROMPTS.resumed));
  expect(effectsOf(running, recorded("recordingStopped"), facts)).toEqual(play(PROMPTS.stopped));
  expect(effectsOf(idle, recorded("recordingStopped"), facts)).toEqual([]);
});

test("nothing is played into an empty conference", () => {
  const left: DomainEvent[] = [moderator, participant].map((member) => ({
    type: "memberLeft",
    conference: room,
    member,
    ...moment,
  }));
  const empty = left.reduce((state, event) => reduce(state, event).state, running);
  expect(effectsOf(empty, recorded("recordingStopped"), facts)).toEqual([]);
});
