import type { NewUserV2, UserPatch, UserV2 } from "@parley/protocol/client";
import { type FormShape, isChangedIn, patchIn, type Values } from "../entries/form-shape.js";

const FIELDS = ["name", "email", "context", "conferencePin", "mac"] as const;
export type UserField = (typeof FIELDS)[number];
export type UserValues = Values<UserField>;

export const USER_SHAPE: FormShape<UserField> = {
  fields: FIELDS,
  required: ["name", "email", "context"],
};

export const EMPTY_USER: UserValues = {
  name: "",
  email: "",
  context: "",
  conferencePin: "",
  mac: "",
};

export const valuesOf = ({ name, email, context, conferencePin, mac }: UserV2): UserValues => ({
  name,
  email,
  context,
  conferencePin,
  mac,
});

export const isChanged = (before: UserValues, after: UserValues): boolean =>
  isChangedIn(USER_SHAPE, before, after);

export const patchOf = (before: UserValues, after: UserValues): UserPatch =>
  patchIn(USER_SHAPE, before, after);

/** What has to be sent for a new user: the server chooses what was left empty. */
export function newUserOf({ name, email, context, conferencePin, mac }: UserValues): NewUserV2 {
  return {
    name: name.trim(),
    email: email.trim(),
    context,
    ...(conferencePin.trim() === "" ? {} : { conferencePin: conferencePin.trim() }),
    ...(mac.trim() === "" ? {} : { mac: mac.trim() }),
  };
}
