import type { RecordingActor } from "@parley/protocol";
import type { LiveConference } from "../live-state/index.js";
import { begunAt } from "../recordings/index.js";
import type { Story, StoryConference } from "./story.js";
import { type Attendee, MOST_STAYS } from "./tell.js";

/** Texts from telephones are cut to this many characters. */
const LONGEST = 256;
/** The end of the year 9999: later moments have no ISO 8601 text of the usual shape. */
const LAST_MOMENT = 253_402_300_799_999;

export const shortened = (text: string): string => text.slice(0, LONGEST);

/** A moment somebody told, or another one where it is none. */
export function momentOr(at: number | undefined, otherwise: number): number {
  return at !== undefined && at > 0 && at <= LAST_MOMENT ? Math.round(at) : otherwise;
}

export interface Beginning {
  readonly file: string;
  readonly conference: LiveConference;
  readonly described: Omit<StoryConference, "uuid" | "node" | "name">;
  readonly members: readonly Attendee[];
  readonly startedBy: RecordingActor;
  /** Milliseconds since the epoch; undefined for a recording that was found under way. */
  readonly startedAt: number | undefined;
  readonly now: number;
}

/** The story of a recording that has just begun, or that nobody has told of yet. */
export function beginStory(beginning: Beginning): Story {
  const { file, conference, described, members, startedBy, startedAt, now } = beginning;
  const { uuid, node, name } = conference;
  return {
    file,
    conference: { name: shortened(name), ...described, uuid, node },
    startedAt: startedAt ?? momentOr(begunAt(file), now),
    startedBy,
    pauses: [],
    attendance: members.slice(0, MOST_STAYS),
    problems: [],
  };
}
