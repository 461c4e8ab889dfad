import { conferenceKey } from "./entities.js";
import type { Control, DomainEvent } from "./events.js";
import { recordingPath } from "./recording-path.js";
import type { LiveConference, LiveState } from "./types.js";

/** Sound files below the switch's sound prefix. */
export const PROMPTS = {
  started: "conference/recording_started.wav",
  paused: "conference/recording_paused.wav",
  resumed: "conference/resuming_recording.wav",
  stopped: "conference/recording_stopped.wav",
  notRecording: "conference/not_recording_to_start_press_start.wav",
  alreadyRecording: "conference/already_recording.wav",
  pausedPressResume: "conference/recording_paused_to_resume_press_resume.wav",
} as const;

export const RECORDING_REFUSALS = [
  "notRecording",
  "alreadyRecording",
  "pausedPressResume",
  "starting",
] as const;
export type RecordingRefusal = (typeof RECORDING_REFUSALS)[number];

interface ToConference {
  /** The live conference's key, and the name that commands address it by. */
  readonly key: string;
  readonly name: string;
}

/** Something to be done on the switch because of what happened. */
export type Effect =
  | ({ readonly type: "muteAll" | "lock" | "unlock" | "stopRecordings" } & ToConference)
  | ({ readonly type: "play"; readonly file: string } & ToConference)
  | ({
      readonly type: "startRecording" | "pauseRecording" | "resumeRecording";
      readonly path: string;
    } & ToConference);

/** What is known apart from the state. */
export interface EffectFacts {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly recordingsDir: string;
  /** The configured type of a conference, or its profile when no dialplan entry names it. */
  readonly typeOf: (conference: LiveConference) => string;
  /** Keys of conferences whose recording has been asked for and not yet begun. */
  readonly pending: ReadonlySet<string>;
}

export const RECORDING_WISHES = ["start", "pause", "resume", "stop"] as const;
export type RecordingWish = (typeof RECORDING_WISHES)[number];

/**
 * What an event asks the server to do, given the state before it: DTMF controls of moderators, and prompts that say
 * in the room what became of its recording. Pure.
 */
export function effectsOf(state: LiveState, event: DomainEvent, facts: EffectFacts): Effect[] {
  if (!("conference" in event)) return [];
  const conference = state.conferences.get(conferenceKey(event.conference));
  if (!conference || conference.members.size === 0) return [];
  if (event.type === "controlPressed") {
    // The control is the moderators' group's, but the event of anybody may be forged with sendevent or a bad profile.
    const presser = conference.members.get(event.member.id);
    if (!event.member.moderator || !presser?.moderator) return [];
    return effectsOfControl(conference, event.control, facts);
  }
  const prompt = promptFor(conference, event);
  return prompt ? [play(conference, prompt)] : [];
}

function effectsOfControl(
  conference: LiveConference,
  control: Control,
  facts: EffectFacts,
): Effect[] {
  switch (control) {
    case "muteall":
      return [{ type: "muteAll", ...target(conference) }];
    case "conferencelock":
      return [{ type: "lock", ...target(conference) }];
    case "conferenceunlock":
      return [{ type: "unlock", ...target(conference) }];
    case "checkrecording":
      return said(conference, check(conference));
    default: {
      const wish = WISH_OF_CONTROL[control];
      const decision = decideRecording(conference, wish, facts);
      return decision.refused ? said(conference, decision.refused) : decision.effects;
    }
  }
}

const WISH_OF_CONTROL = {
  startrecording: "start",
  pauserecording: "pause",
  resumerecording: "resume",
  stoprecording: "stop",
} as const satisfies Record<string, RecordingWish>;

export type RecordingDecision =
  | { readonly refused: RecordingRefusal; readonly effects?: never }
  | { readonly refused?: never; readonly effects: Effect[] };

/** What a wish about a conference's recording comes to, however it was uttered. Pure. */
export function decideRecording(
  conference: LiveConference,
  wish: RecordingWish,
  facts: EffectFacts,
): RecordingDecision {
  if (facts.pending.has(conference.key) && wish !== "stop") return { refused: "starting" };
  const [path, recording] = [...conference.recordings].at(-1) ?? [];
  if (wish === "start") {
    if (recording) return { refused: check(conference) };
    const named = { name: conference.name, type: facts.typeOf(conference) };
    const file = recordingPath(facts.recordingsDir, named, facts.now);
    return { effects: [{ type: "startRecording", ...target(conference), path: file }] };
  }
  if (wish === "stop" && (recording || facts.pending.has(conference.key)))
    return { effects: [{ type: "stopRecordings", ...target(conference) }] };
  if (path === undefined || !recording) return { refused: "notRecording" };
  const wanted = wish === "pause" ? "running" : "paused";
  if (recording.status !== wanted) return { refused: check(conference) };
  const type = wish === "pause" ? "pauseRecording" : "resumeRecording";
  return { effects: [{ type, ...target(conference), path }] };
}

function check(conference: LiveConference): RecordingRefusal {
  const status = [...conference.recordings.values()].at(-1)?.status;
  if (status === undefined) return "notRecording";
  return status === "paused" ? "pausedPressResume" : "alreadyRecording";
}

function promptFor(conference: LiveConference, event: DomainEvent): string | undefined {
  if (!("path" in event)) return undefined;
  const before = conference.recordings.get(event.path)?.status;
  if (event.type === "recordingStarted" && before === undefined) return PROMPTS.started;
  if (event.type === "recordingPaused" && before === "running") return PROMPTS.paused;
  if (event.type === "recordingResumed" && before === "paused") return PROMPTS.resumed;
  if (event.type === "recordingStopped" && before !== undefined) return PROMPTS.stopped;
  return undefined;
}

/** A start that is under way says so itself in a moment. */
function said(conference: LiveConference, refusal: RecordingRefusal): Effect[] {
  return refusal === "starting" ? [] : [play(conference, PROMPTS[refusal])];
}

const target = ({ key, name }: LiveConference): ToConference => ({ key, name });
const play = (conference: LiveConference, file: string): Effect => ({
  type: "play",
  ...target(conference),
  file,
});
