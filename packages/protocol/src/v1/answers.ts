import { z } from "zod";
import { ConferenceV1 } from "./conferences.js";
import { UserV1 } from "./users.js";

const counts = z.record(z.string(), z.number().int());

export const UsersAnswerV1 = z.object({
  op: z.string(),
  info: z.object({ total: z.number().int(), contexts: counts }).optional(),
  users: z.array(UserV1),
});
export const UsersMatchAnswerV1 = z.object({
  op: z.string(),
  namematches: z.array(UserV1),
  emailmatches: z.array(UserV1),
});
export const ConferencesAnswerV1 = z.object({
  op: z.string(),
  info: z
    .object({ total: z.number().int(), contexts: counts, types: z.array(z.string()) })
    .optional(),
  conferences: z.array(ConferenceV1),
});

/** `error` and `field` stand beside the lists only when nothing at all could be done; the status is then 4xx. */
const failure = z.object({ error: z.string(), field: z.string().optional() });
const refused = { error: z.string().optional(), field: z.string().optional() };

export const UsersChangeAnswerV1 = z.object({
  op: z.string(),
  done: z.array(UserV1),
  failed: z.array(failure.extend({ user: z.unknown().optional() })),
  ...refused,
});
export const ConferencesChangeAnswerV1 = z.object({
  op: z.string(),
  done: z.array(ConferenceV1),
  failed: z.array(failure.extend({ conference: z.unknown().optional() })),
  ...refused,
});

/** Every refusal that is not an `op` answer: `field` names the guilty part, e.g. `[0].name`. */
export const ErrorAnswer = z.object({ error: z.string(), field: z.string().optional() });
export type ErrorAnswer = z.infer<typeof ErrorAnswer>;
