import { expect, test, vi } from "vitest";
import type { ConferenceCommands } from "../switch/index.js";
import { createConferenceControl, NoSpaceError, type RecordingRequest } from "./control.js";
import { PROMPTS } from "./effects.js";
import { conference, member } from "./entities.js";
import type { DomainEvent } from "./events.js";
import { reduce } from "./reduce.js";
import type { LiveConference, LiveState } from "./types.js";

const facts = { node: "local", uuid: "u", name: "room", profile: "p", domain: "" };
const alice = {
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
const moment = { at: 0, sequence: undefined };

/** A control over one conference, and what it sent to the switch. */
function controlled(
  fail: (sent: string) => Error | undefined = () => undefined,
  recordingRefusal: () => Promise<string | undefined> = async () => undefined,
) {
  const joined = member({ ...alice, volumeIn: 0, volumeOut: 0, joinedAt: 0 });
  const room = conference(facts, 0, { members: new Map([["1", joined]]) });
  let state: LiveState = { conferences: new Map([[room.key, room]]), registrations: new Map() };
  const sent: string[] = [];
  const failed: unknown[] = [];
  const clock = { now: 0 };
  const asked: RecordingRequest[] = [];
  const commands = new Proxy({} as ConferenceCommands, {
    get: (_target, name) => async (argument?: string) => {
      const line = argument === undefined ? String(name) : `${String(name)} ${argument}`;
      sent.push(line);
      const error = fail(line);
      if (error) throw error;
    },
  });
  const control = createConferenceControl({
    switch: { conference: () => commands },
    state: () => state,
    recordingsDir: () => "/rec",
    typeOf: () => "16kHz-novideo",
    now: () => clock.now,
    recordingRefusal,
    onRecordingAsked: (request) => {
      asked.push(request);
      return () => void asked.splice(asked.indexOf(request), 1);
    },
    nameOf: (_conference, { name }) => `${name} as shown`,
    onEffectFailed: (_effect, error) => failed.push(error),
  });
  const happen = (event: DomainEvent) => {
    const before = state;
    state = reduce(state, event).state;
    control.handle(event, before);
  };
  return { control, room, sent, asked, failed, clock, happen };
}

const start = "startRecording /rec/room-1970-01-01T00:00:00.000Z.wav";
const pressed: DomainEvent = {
  type: "controlPressed",
  conference: { ...facts, size: undefined },
  member: alice,
  control: "startrecording",
  ...moment,
};
const recording = (type: "recordingStarted" | "recordingFailed"): DomainEvent => ({
  type,
  conference: { ...facts, size: undefined },
  path: "/rec/room-1970-01-01T00:00:00.000Z.wav",
  ...moment,
});

test("two starts in flight start one recording", async () => {
  const { control, room, sent, happen } = controlled();
  const first = control.exec(room, "startrec");
  happen(pressed);
  await expect(control.exec(room, "startrec")).rejects.toMatchObject({ reason: "starting" });
  await first;
  expect(sent).toEqual([start]);
});

test("a recording that has begun is awaited no longer", async () => {
  const { control, room, sent, happen } = controlled();
  await control.exec(room, "startrec");
  happen(recording("recordingStarted"));
  await expect(control.exec(room, "startrec")).rejects.toMatchObject({
    reason: "alreadyRecording",
  });
  await control.exec(room, "pauserec");
  expect(sent).toEqual([
    start,
    "play conference/recording_started.wav",
    "pauseRecording /rec/room-1970-01-01T00:00:00.000Z.wav",
  ]);
});

test("after a start that failed, that the switch could not open, or that never came, one may try again", async () => {
  const refused = new Error("refused");
  let refuse = true;
  const { control, room, sent, clock, happen } = controlled(() => (refuse ? refused : undefined));
  await expect(control.exec(room, "startrec")).rejects.toBe(refused);
  refuse = false;
  await control.exec(room, "startrec");
  happen(recording("recordingFailed"));
  await control.exec(room, "startrec");
  clock.now = 60_000;
  await control.exec(room, "startrec");
  expect(sent).toHaveLength(4);
});

test("who asks about a recording is told before the command is sent, whatever way they ask", async () => {
  const { control, room, asked, happen } = controlled();
  const ada = { kind: "user", id: "20000", name: "Ada" } as const;
  const path = "/rec/room-1970-01-01T00:00:00.000Z.wav";
  await control.exec(room, "startrec", ada);
  // A stop may come before the beginning is told.
  await control.exec(room, "stoprec", ada);
  happen(recording("recordingStarted"));
  await control.exec(room, "pauserec", ada);
  await control.exec(room, "lock", ada);
  happen({ ...pressed, control: "stoprecording" });
  const by = { kind: "member", number: alice.number, name: `${alice.name} as shown` };
  expect(asked).toEqual([
    { wish: "start", paths: [path], by: ada },
    { wish: "stop", paths: [path], by: ada },
    { wish: "pause", paths: [path], by: ada },
    { wish: "stop", paths: [path], by },
  ]);
});

test("a wish that failed is taken back", async () => {
  const { control, room, asked } = controlled(() => new Error("refused"));
  const by = { kind: "user", id: "20000", name: "Ada" } as const;
  await expect(control.exec(room, "startrec", by)).rejects.toThrow("refused");
  expect(asked).toEqual([]);
});

test("calls become commands, and recordings are stopped all at once", async () => {
  const { control, room, sent, happen } = controlled();
  for (const call of ["lock", "unlock", "muteall", "kickall"] as const)
    await control.exec(room, call);
  happen(recording("recordingStarted"));
  await control.exec(room, "stoprec");
  for (const call of ["mute", "unmute", "kick"] as const) await control.memberExec(room, "1", call);
  expect(sent.filter((line) => !line.startsWith("play"))).toEqual([
    "lock",
    "unlock",
    "muteAll",
    "kickAll",
    "stopRecording all",
    "mute 1",
    "unmute 1",
    "kick 1",
  ]);
});

test.each(["all", "last", "non_moderator", "uuid=c", "2", ""])(
  "%j is no member, and nothing is sent",
  async (id) => {
    const { control, room, sent } = controlled();
    await expect(control.memberExec(room, id, "kick")).rejects.toMatchObject({
      reason: "noSuchMember",
    });
    expect(sent).toEqual([]);
  },
);

test("a conference that has ended meanwhile is told so", async () => {
  const { control, room, sent } = controlled();
  const other: LiveConference = { ...room, key: "local/other" };
  await expect(control.exec(other, "lock")).rejects.toMatchObject({ reason: "ended" });
  expect(sent).toEqual([]);
});

test("an effect that fails is told and harms nobody", async () => {
  const { failed, happen } = controlled(() => new Error("no such file"));
  happen(recording("recordingStarted"));
  await new Promise((resolve) => setImmediate(resolve));
  expect(failed).toHaveLength(1);
});

test("where there is too little room nothing is started, by call or by key, and the phone hears so", async () => {
  let full: string | undefined = "too little room";
  const { control, room, sent, failed, happen } = controlled(undefined, async () => full);
  const refused = await control.exec(room, "startrec").catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(NoSpaceError);
  expect(refused).toMatchObject({ reason: "noSpace", message: "too little room" });
  happen(pressed);
  await vi.waitFor(() => expect(sent).toEqual([`play ${PROMPTS.notRecording}`]));
  expect(failed).toEqual([expect.any(NoSpaceError)]);
  full = undefined;
  await control.exec(room, "startrec");
  expect(sent.at(-1)).toBe(start);
});
