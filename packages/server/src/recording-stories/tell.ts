import type { RecordingActor, RecordingEnding } from "@parley/protocol";
import type { RecordingReport } from "../live-state/index.js";
import type { Stay, Story, StoryConference, StoryPause, StoryProblem } from "./story.js";

/** Somebody in the conference, as told by an event or a listing. */
export type Attendee = Omit<Stay, "leftAt">;

/** What can happen to a recording, or be learnt of it; `at` in milliseconds since the epoch. */
export type Happening =
  | { readonly type: "joined"; readonly member: Attendee }
  | { readonly type: "left"; readonly member: string; readonly at: number }
  /** Somebody is called otherwise now, or has become a moderator. */
  | { readonly type: "described"; readonly member: Attendee }
  | { readonly type: "paused" | "resumed"; readonly at: number; readonly by?: RecordingActor }
  | { readonly type: "stalled" | "grew"; readonly at: number }
  | {
      readonly type: "ended";
      readonly at: number;
      readonly ending: RecordingEnding;
      readonly by?: RecordingActor;
      readonly report?: RecordingReport;
    }
  /** After a time in which nobody looked: how the switch lists it. */
  | {
      readonly type: "found";
      readonly at: number;
      readonly status: "running" | "paused";
      readonly members: readonly Attendee[];
    }
  /** The configuration has been read, and knows the conference. */
  | { readonly type: "configured"; readonly conference: Configured }
  | { readonly type: "moved"; readonly file: string };

type Configured = Omit<StoryConference, "uuid" | "node" | "name">;

/** Stays that one story holds; those after are not told. */
export const MOST_STAYS = 10_000;
/** Listings tell ages in whole seconds, counted on another clock. */
const LISTING_MS = 3000;

/**
 * The story after something happened. Pure. What cannot be (somebody unknown leaves, a pause in a pause) or happens
 * after the end returns the same object.
 */
export function tell(story: Story, happening: Happening): Story {
  if (happening.type === "moved") return moved(story, happening.file);
  if (story.endedAt !== undefined) return story;
  switch (happening.type) {
    case "joined":
      return joined(story, happening.member);
    case "left":
      return left(story, happening.member, happening.at);
    case "described":
      return described(story, happening.member);
    case "paused":
      return paused(story, happening.at, happening.by);
    case "resumed":
      return resumed(story, happening.at, happening.by);
    case "stalled":
      return stalled(story, happening.at);
    case "grew":
      return grew(story, happening.at);
    case "found":
      return found(story, happening);
    case "configured":
      return configured(story, happening.conference);
    case "ended":
      return ended(story, happening);
  }
}

/** The pause it is in. */
export function openPause({ pauses }: Story): StoryPause | undefined {
  const last = pauses.at(-1);
  return last?.to === undefined ? last : undefined;
}

/** What is wrong with it now; of a finished one, what was wrong to the end. */
export function openProblem({ problems }: Story): StoryProblem | undefined {
  const last = problems.at(-1);
  return last?.to === undefined ? last : undefined;
}

/** The last moment of which it tells. */
export function lastMoment({ startedAt, pauses, attendance, problems }: Story): number {
  const turns = [...pauses, ...problems].flatMap(({ from, to }) => [from, to ?? from]);
  const stays = attendance.flatMap(({ joinedAt, leftAt }) => [joinedAt, leftAt ?? joinedAt]);
  return [...turns, ...stays].reduce((last, at) => Math.max(last, at), startedAt);
}

/** How many different people have been in it. */
export function peopleIn({ attendance }: Story): number {
  return new Set(attendance.map(({ number, name }) => `${number}\n${name}`)).size;
}

const isIn = (stay: Stay): boolean => stay.leftAt === undefined;
/** A moment never lies before the one it follows, whatever clocks say. */
const after = (at: number, earlier: number): number => Math.max(at, earlier);

function joined(story: Story, attendee: Attendee): Story {
  const { attendance } = story;
  if (attendance.length >= MOST_STAYS) return story;
  if (attendance.some((stay) => stay.member === attendee.member && isIn(stay))) return story;
  return { ...story, attendance: [...attendance, attendee] };
}

/** Changes the present stay of a member. */
function inStay(story: Story, member: string, change: (stay: Stay) => Stay): Story {
  const at = story.attendance.findLastIndex((stay) => stay.member === member && isIn(stay));
  const stay = story.attendance[at];
  if (!stay) return story;
  const next = change(stay);
  return next === stay ? story : { ...story, attendance: story.attendance.with(at, next) };
}

function left(story: Story, member: string, at: number): Story {
  return inStay(story, member, (stay) => ({ ...stay, leftAt: after(at, stay.joinedAt) }));
}

function described(story: Story, attendee: Attendee): Story {
  return inStay(story, attendee.member, (stay) => describedStay(stay, attendee));
}

function describedStay(stay: Stay, { number, name, moderator }: Attendee): Stay {
  const same = stay.number === number && stay.name === name && stay.moderator === moderator;
  return same ? stay : { ...stay, number, name, moderator };
}

function paused(story: Story, at: number, by: RecordingActor | undefined): Story {
  if (openPause(story)) return story;
  const from = after(at, story.pauses.at(-1)?.to ?? story.startedAt);
  const pause = { from, ...(by ? { pausedBy: by } : {}) };
  return { ...grew(story, at), pauses: [...story.pauses, pause] };
}

function resumed(story: Story, at: number, by: RecordingActor | undefined): Story {
  const pause = openPause(story);
  if (!pause) return story;
  const closed = { ...pause, to: after(at, pause.from), ...(by ? { resumedBy: by } : {}) };
  return { ...story, pauses: story.pauses.with(-1, closed) };
}

function stalled(story: Story, at: number): Story {
  if (openPause(story) || openProblem(story)) return story;
  const from = after(at, story.problems.at(-1)?.to ?? story.startedAt);
  return { ...story, problems: [...story.problems, { kind: "notGrowing", from }] };
}

function grew(story: Story, at: number): Story {
  const problem = openProblem(story);
  if (!problem) return story;
  const closed = { ...problem, to: after(at, problem.from) };
  return { ...story, problems: story.problems.with(-1, closed) };
}

function ended(story: Story, end: Extract<Happening, { type: "ended" }>): Story {
  return {
    ...story,
    endedAt: after(end.at, story.startedAt),
    ending: end.ending,
    ...(end.by ? { stoppedBy: end.by } : {}),
    ...(end.report ? { report: end.report } : {}),
  };
}

/** Who is not listed has left by now; who joined after we last saw the same channel has been away in between. */
function found(story: Story, { at, status, members }: Extract<Happening, { type: "found" }>) {
  const listed = new Map(members.map((each) => [each.member, each]));
  const present = new Set<string>();
  const stays = story.attendance.map((stay): Stay => {
    if (!isIn(stay)) return stay;
    const now = listed.get(stay.member);
    if (!now) return { ...stay, leftAt: after(at, stay.joinedAt) };
    if (now.joinedAt > stay.joinedAt + LISTING_MS) return { ...stay, leftAt: now.joinedAt };
    present.add(stay.member);
    return describedStay(stay, now);
  });
  const come = members.filter(({ member }) => !present.has(member));
  const attendance = [...stays, ...come].slice(0, MOST_STAYS);
  const next = sameItems(attendance, story.attendance) ? story : { ...story, attendance };
  return status === "paused" ? paused(next, at, undefined) : resumed(next, at, undefined);
}

const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((each, index) => each === b[index]);

/** It is what it was when the recording began: only what nobody could know then is filled in. */
function configured(story: Story, conference: Configured): Story {
  if (story.conference.number !== undefined || conference.number === undefined) return story;
  return { ...story, conference: { ...story.conference, ...conference } };
}

function moved(story: Story, file: string): Story {
  if (file === story.file) return story;
  return { ...story, file, convertedFrom: story.convertedFrom ?? story.file };
}
