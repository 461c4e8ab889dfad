import { z } from "zod";
import { MAX_ITEMS, MAX_VALUE } from "./users.js";

const value = z.string().max(MAX_VALUE);

/** A configured conference as v1 shows it; `num` is the number one dials, `type` a profile of conference.conf. */
export const ConferenceV1 = z.strictObject({
  num: z.string(),
  name: z.string(),
  type: z.string(),
  context: z.string(),
});
export type ConferenceV1 = z.infer<typeof ConferenceV1>;

export const ConferenceAddV1 = z.strictObject({ name: value, type: value, context: value });
export type ConferenceAddV1 = z.infer<typeof ConferenceAddV1>;

export const ConferenceModV1 = z.strictObject({
  num: value,
  name: value.optional(),
  type: value.optional(),
  context: value.optional(),
});
export type ConferenceModV1 = z.infer<typeof ConferenceModV1>;

export const ConferenceDelV1 = z.strictObject({ num: value });
export type ConferenceDelV1 = z.infer<typeof ConferenceDelV1>;

export const ConferencesAddBody = z.array(ConferenceAddV1).min(1).max(MAX_ITEMS);
export const ConferencesModBody = z.array(ConferenceModV1).min(1).max(MAX_ITEMS);
export const ConferencesDelBody = z.array(ConferenceDelV1).min(1).max(MAX_ITEMS);
