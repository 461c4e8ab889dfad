import { z } from "zod";
import { MAX_ITEMS, MAX_VALUE } from "./users.js";

export const RecordingDelV1 = z.strictObject({ file: z.string().max(MAX_VALUE) });
export type RecordingDelV1 = z.infer<typeof RecordingDelV1>;
export const RecordingsDelBody = z.array(RecordingDelV1).min(1).max(MAX_ITEMS);

/** `files` are names, the newest first. */
export const RecordingsAnswerV1 = z.object({ op: z.string(), files: z.array(z.string()) });

/** Names only; `error` stands beside the lists when nothing at all could be removed. */
export const RecordingsChangeAnswerV1 = z.object({
  op: z.string(),
  done: z.array(z.string()),
  failed: z.array(z.string()),
  error: z.string().optional(),
});
