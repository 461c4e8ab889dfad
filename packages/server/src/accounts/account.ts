import type { Role } from "@parley/protocol";
import type { ContextTable } from "../config/index.js";
import { roleOfContext } from "../config/index.js";

/** The fields of a directory user that say who somebody is. */
export interface Identity {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  readonly context: string;
}

/** Somebody who has proved a name and password of the directory. */
export interface Account<User extends Identity = Identity> {
  readonly user: User;
  readonly role: Role;
}

export interface Directory<User extends Identity> {
  /** Every user of that exact name; hand-made trees may hold several. */
  usersByName(name: string): readonly User[];
}

/** A user whose context the configuration does not know has no role and so no account. */
export function accountOf<User extends Identity>(
  user: User,
  contexts: ContextTable,
): Account<User> | undefined {
  const role = roleOfContext(contexts, user.context);
  return role === undefined ? undefined : { user, role };
}
