import type { RecordingDetailsV2 } from "@parley/protocol/client";

/** A part of the sound, in seconds from its beginning. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Attendee {
  readonly number: string;
  readonly name: string;
  readonly moderator: boolean;
  /** In the order of joining; those who come twice have two. */
  readonly stays: readonly Span[];
}

type Pauses = readonly RecordingDetailsV2["pauses"][number][];
type Attendance = readonly RecordingDetailsV2["attendance"][number][];

export interface Pause {
  /** Seconds of sound before it. */
  readonly at: number;
  /** Seconds it lasted; undefined while nobody has seen its end. */
  readonly lasted: number | undefined;
  readonly by: Pauses[number]["pausedBy"];
}

/** What happened during a recording, by the place in its sound where it is heard. */
export interface Timeline {
  /** Seconds of sound; 0 when nobody knows. */
  readonly length: number;
  readonly attendees: readonly Attendee[];
  readonly pauses: readonly Pause[];
}

type Facts = Pick<RecordingDetailsV2, "startedAt" | "endedAt" | "duration" | "status">;
type Told = Facts & { readonly pauses: Pauses; readonly attendance: Attendance };

/**
 * Moments become places in the sound: what was said in a pause is not in the file, so all after it moves forward.
 * @param now milliseconds since 1970, where a recording that still runs has come to
 */
export function timelineOf(told: Told, now: number): Timeline {
  const start = Date.parse(told.startedAt);
  const end = endOf(told, now);
  const soundAt = (moment: number): number =>
    Math.max(0, moment - start - pausedBefore(told.pauses, moment)) / 1000;
  const length = told.duration ?? (end === undefined ? 0 : soundAt(end));
  const place = (moment: string): number => Math.min(length, soundAt(Date.parse(moment)));
  const stayOf = ({ joinedAt, leftAt }: Attendance[number]): Span => ({
    from: place(joinedAt),
    to: leftAt === undefined ? length : place(leftAt),
  });
  return {
    length,
    attendees: together(told.attendance, stayOf),
    pauses: told.pauses.map(({ from, to, pausedBy }) => ({
      at: place(from),
      lasted: to === undefined ? undefined : (Date.parse(to) - Date.parse(from)) / 1000,
      by: pausedBy,
    })),
  };
}

function endOf({ endedAt, status }: Facts, now: number): number | undefined {
  if (endedAt !== undefined) return Date.parse(endedAt);
  return status === "finished" ? undefined : now;
}

/** Milliseconds of pauses before a moment; one without an end goes on. */
const pausedBefore = (pauses: Pauses, moment: number): number =>
  pauses.reduce((sum, { from, to }) => {
    const until = to === undefined ? moment : Math.min(moment, Date.parse(to));
    return sum + Math.max(0, until - Date.parse(from));
  }, 0);

/** One entry for each number and name, in the order in which they came first. */
function together(attendance: Attendance, stayOf: (each: Attendance[number]) => Span): Attendee[] {
  const found = new Map<string, Attendee>();
  for (const each of attendance) {
    const { number, name, moderator } = each;
    const key = JSON.stringify([number, name]);
    const before = found.get(key);
    found.set(key, {
      number,
      name,
      moderator: moderator || before?.moderator === true,
      stays: [...(before?.stays ?? []), stayOf(each)],
    });
  }
  return [...found.values()];
}
