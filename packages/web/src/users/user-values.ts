import type { NewUserV2, UserPatch, UserV2 } from "@parley/protocol/client";

/** What a form about a user holds; every field is what was typed. */
export interface UserValues {
  readonly name: string;
  readonly email: string;
  readonly context: string;
  readonly conferencePin: string;
  readonly mac: string;
}

export const USER_FIELDS = ["name", "email", "context", "conferencePin", "mac"] as const;
export type UserField = (typeof USER_FIELDS)[number];

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
  USER_FIELDS.some((field) => before[field] !== after[field]);

/** What has to be sent for a change: a field that was left alone is not set anew. */
export function patchOf(before: UserValues, after: UserValues): UserPatch {
  const changed = USER_FIELDS.filter((field) => before[field] !== after[field]);
  return Object.fromEntries(changed.map((field) => [field, after[field].trim()]));
}

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

/** The fields without which the server need not be asked. */
export function missingFields(values: UserValues): readonly UserField[] {
  const required = ["name", "email", "context"] as const;
  return required.filter((field) => values[field].trim() === "");
}
