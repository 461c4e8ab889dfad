import { z } from "zod";
import { MAX_ITEMS } from "../v1/users.js";
import { listQuery, outcomesOf, pageOf, value } from "./common.js";

export const ConferenceV2 = z.object({
  /** What one dials. */
  number: z.string(),
  name: z.string(),
  type: z.string(),
  context: z.string(),
  /** Whether the asker's own context may dial it. */
  joinable: z.boolean(),
  /** The running conference of this name that the asker may watch. */
  live: z.object({ id: z.string(), members: z.number().int(), locked: z.boolean() }).optional(),
});
export type ConferenceV2 = z.infer<typeof ConferenceV2>;

const fields = { name: value, type: value, context: value };
export const NewConferenceV2 = z.strictObject(fields);
export type NewConferenceV2 = z.infer<typeof NewConferenceV2>;
export const ConferencePatch = z.strictObject(fields).partial();
export type ConferencePatch = z.infer<typeof ConferencePatch>;

export const ConferencesQuery = z.strictObject({
  ...listQuery(["number", "name", "type", "context"]),
  context: value.optional(),
  joinable: z.stringbool().optional(),
});
export const ConferencesPage = pageOf(ConferenceV2);
export type ConferencesPage = z.infer<typeof ConferencesPage>;

export const NewConferences = z.strictObject({
  items: z.array(NewConferenceV2).min(1).max(MAX_ITEMS),
  dryRun: z.boolean().default(false),
});
export const ConferenceOutcomes = outcomesOf(ConferenceV2);
export type ConferenceOutcomes = z.infer<typeof ConferenceOutcomes>;

export const ConferenceRemovals = z.strictObject({ numbers: z.array(value).min(1).max(MAX_ITEMS) });

export const TypesV2 = z.object({
  items: z.array(
    z.object({ name: z.string(), video: z.boolean(), rate: z.number().int().optional() }),
  ),
});
export type TypesV2 = z.infer<typeof TypesV2>;
