import type { ConferencePatch, ConferenceV2, NewConferenceV2 } from "@parley/protocol/client";
import { type FormShape, isChangedIn, patchIn, type Values } from "../entries/form-shape.js";

const FIELDS = ["name", "type", "context"] as const;
export type ConferenceField = (typeof FIELDS)[number];
export type ConferenceValues = Values<ConferenceField>;

export const CONFERENCE_SHAPE: FormShape<ConferenceField> = { fields: FIELDS, required: FIELDS };

export const EMPTY_CONFERENCE: ConferenceValues = { name: "", type: "", context: "" };

export const valuesOf = ({ name, type, context }: ConferenceV2): ConferenceValues => ({
  name,
  type,
  context,
});

export const patchOf = (before: ConferenceValues, after: ConferenceValues): ConferencePatch =>
  patchIn(CONFERENCE_SHAPE, before, after);

export const newConferenceOf = ({ name, type, context }: ConferenceValues): NewConferenceV2 => ({
  name: name.trim(),
  type,
  context,
});

export const isChanged = (before: ConferenceValues, after: ConferenceValues): boolean =>
  isChangedIn(CONFERENCE_SHAPE, before, after);
