import { z } from "zod";
import { listQuery, moment, pageOf, value } from "./common.js";

export const RecordingV2 = z.object({
  /** Its name, with which it is fetched. */
  file: z.string(),
  conference: z.string().optional(),
  context: z.string().optional(),
  /** Bytes. */
  size: z.number().int(),
  /** When it was begun, as its name or its side file says; else when it was last written. */
  startedAt: moment,
  /** Seconds of sound; absent while it is not known (being written, or no WAV). */
  duration: z.number().optional(),
  kind: z.enum(["audio", "video"]),
  status: z.enum(["running", "paused", "finished"]),
  deletable: z.boolean(),
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
