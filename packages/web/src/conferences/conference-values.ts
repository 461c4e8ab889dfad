import type { ConferencePatch, ConferenceV2, NewConferenceV2 } from "@parley/protocol/client";

export const CONFERENCE_FIELDS = ["name", "type", "context"] as const;
export type ConferenceField = (typeof CONFERENCE_FIELDS)[number];
/** What a form about a conference holds; every field is what was typed. */
export type ConferenceValues = Readonly<Record<ConferenceField, string>>;

export const EMPTY_CONFERENCE: ConferenceValues = { name: "", type: "", context: "" };

export const valuesOf = ({ name, type, context }: ConferenceV2): ConferenceValues => ({
  name,
  type,
  context,
});

/** What has to be sent for a change. */
export function patchOf(before: ConferenceValues, after: ConferenceValues): ConferencePatch {
  const changed = CONFERENCE_FIELDS.filter((field) => before[field] !== after[field]);
  return Object.fromEntries(changed.map((field) => [field, after[field].trim()]));
}

export const newConferenceOf = ({ name, type, context }: ConferenceValues): NewConferenceV2 => ({
  name: name.trim(),
  type,
  context,
});

export const isChanged = (before: ConferenceValues, after: ConferenceValues): boolean =>
  CONFERENCE_FIELDS.some((field) => before[field] !== after[field]);

export const missingFields = (values: ConferenceValues): readonly ConferenceField[] =>
  CONFERENCE_FIELDS.filter((field) => values[field].trim() === "");
