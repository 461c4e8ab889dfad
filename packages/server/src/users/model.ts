/** A user to add; what is left out is chosen for it. */
export interface NewUser {
  readonly name: string;
  readonly email: string;
  readonly context: string;
  readonly password?: string | undefined;
  readonly conpin?: string | undefined;
  readonly polymac?: string | undefined;
}

/**
 * A user to modify. By the contract of v1 a missing password means a new one and a missing polymac means `none`;
 * every other missing field keeps its value.
 */
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
