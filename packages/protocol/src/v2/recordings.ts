import { z } from "zod";
import { listQuery, moment, pageOf, value } from "./common.js";

/** What recordings may be turned into, where the server has ffmpeg. */
export const RECORDING_FORMATS = ["opus", "mp3"] as const;
export type RecordingFormat = (typeof RECORDING_FORMATS)[number];

/** Who did something to a recording: a user signed in, a member by key, or the switch by itself. */
export const RecordingActor = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("user"), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal("member"), number: z.string(), name: z.string() }),
  /** A rule of the server's: the free-space guard. */
  z.object({ kind: z.literal("server") }),
  /** Somebody else at the switch, or not known any more. */
  z.object({ kind: z.literal("switch") }),
]);
export type RecordingActor = z.infer<typeof RecordingActor>;

/** What is wrong with a recording: its file does not grow although it runs, or it was stopped for want of space. */
export const RECORDING_TROUBLES = ["notGrowing", "diskFull"] as const;
export type RecordingTrouble = (typeof RECORDING_TROUBLES)[number];

/** What clients are alarmed of as it happens: a trouble, or a recording that could not even begin. */
export const RECORDING_ALARMS = [...RECORDING_TROUBLES, "failed"] as const;
export type RecordingAlarm = (typeof RECORDING_ALARMS)[number];

/** How a recording ended: somebody stopped it, its conference ended, space ran out, or nobody saw it end. */
export const RECORDING_ENDINGS = ["stopped", "conferenceEnded", "diskFull", "unseen"] as const;
export type RecordingEnding = (typeof RECORDING_ENDINGS)[number];

export const RecordingV2 = z.object({
  /** Its name, with which it is fetched. */
  file: z.string(),
  conference: z.string().optional(),
  context: z.string().optional(),
  /** Bytes. */
  size: z.number().int(),
  /** When it was begun, as its name or its side file says; else when it was last written. */
  startedAt: moment,
  /** Seconds; absent while it is not known (an MP4 that is being written, a broken file). */
  duration: z.number().optional(),
  kind: z.enum(["audio", "video"]),
  status: z.enum(["running", "paused", "finished"]),
  deletable: z.boolean(),
  /** As its side file says; absent without one. */
  startedBy: RecordingActor.optional(),
  /** How many have been in it, by the side file. */
  members: z.number().int().optional(),
  trouble: z.enum(RECORDING_TROUBLES).optional(),
});
export type RecordingV2 = z.infer<typeof RecordingV2>;

export const RecordingsQuery = z.strictObject({
  ...listQuery(["startedAt", "file", "conference", "size", "duration"]),
  conference: value.optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export const RecordingsPage = pageOf(RecordingV2);
export type RecordingsPage = z.infer<typeof RecordingsPage>;

/** What the side file of a recording tells. Moments outside its own beginning and end are those of the members' stay. */
export const RecordingDetailsV2 = RecordingV2.extend({
  conferenceId: z.string().optional(),
  number: z.string().optional(),
  endedAt: moment.optional(),
  ending: z.enum(RECORDING_ENDINGS).optional(),
  stoppedBy: RecordingActor.optional(),
  /** The name it had before it was turned into another format. */
  convertedFrom: z.string().optional(),
  /** What the asker may turn it into here and now; absent or empty: nothing. */
  formats: z.array(z.enum(RECORDING_FORMATS)).optional(),
  pauses: z.array(
    z.object({
      from: moment,
      to: moment.optional(),
      pausedBy: RecordingActor.optional(),
      resumedBy: RecordingActor.optional(),
    }),
  ),
  /** Everybody who was in the conference while it was recorded, in the order of joining; who comes twice is there twice. */
  attendance: z.array(
    z.object({
      number: z.string(),
      name: z.string(),
      moderator: z.boolean(),
      joinedAt: moment,
      /** Absent while in it, and for whom nobody saw leave. */
      leftAt: moment.optional(),
    }),
  ),
});
export type RecordingDetailsV2 = z.infer<typeof RecordingDetailsV2>;

/** Turns a finished recording into another format; the answer is the new recording, which takes the old one's place. */
export const RecordingConversion = z.strictObject({ format: z.enum(RECORDING_FORMATS) });

/** Where recordings lie, what they take, and the rules that hold. Sizes in bytes. */
export const RecordingsStorageV2 = z.object({
  folder: z.string(),
  recordings: z.number().int(),
  size: z.number().int(),
  /** Of the file system; absent where it cannot be read. */
  free: z.number().int().optional(),
  capacity: z.number().int().optional(),
  rules: z.object({
    maxAgeDays: z.number().optional(),
    maxSize: z.number().int().optional(),
    minFree: z.number().int(),
    /** What finished recordings are turned into by themselves. */
    convertTo: z.enum(RECORDING_FORMATS).optional(),
  }),
  /** True while there is less room than `minFree`: nothing can be recorded. */
  full: z.boolean(),
  /** What this server can turn recordings into; empty without ffmpeg. */
  formats: z.array(z.enum(RECORDING_FORMATS)),
});
export type RecordingsStorageV2 = z.infer<typeof RecordingsStorageV2>;
