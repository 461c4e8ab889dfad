/** A user to add; what is left out is chosen for it. */
export interface NewUser {
  readonly name: string;
  readonly email: string;
  readonly context: string;
  readonly password?: string | undefined;
  readonly conpin?: string | undefined;
  readonly polymac?: string | undefined;
}

/** What becomes of a password and a polymac that a change does not name. */
export const WHEN_ABSENT = ["keep", "renew"] as const;
/** `renew`: a new password, no polymac, as v1 has it. */
export type WhenAbsent = (typeof WHEN_ABSENT)[number];

/** A user to modify. Missing fields keep their values, but password and polymac as {@link WhenAbsent} says. */
export interface UserChange {
  readonly id: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly context?: string | undefined;
  readonly password?: string | undefined;
  readonly conpin?: string | undefined;
  readonly polymac?: string | undefined;
}

export interface UserReference {
  readonly id: string;
}
