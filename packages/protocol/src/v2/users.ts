import { z } from "zod";
import { ROLES } from "../roles.js";
import { MAX_ITEMS } from "../v1/users.js";
import { listQuery, outcomesOf, pageOf, value } from "./common.js";

export const UserV2 = z.object({
  /** The telephone number. */
  id: z.string(),
  name: z.string(),
  email: z.string(),
  context: z.string(),
  role: z.enum(ROLES).optional(),
  /** PIN of the user's conferences; one of the names `defconpin`, `modconpin` stands for the switch's own. */
  conferencePin: z.string(),
  /** MAC address of a provisioned desk phone; empty for none. */
  mac: z.string(),
  /** Phones signed in at the moment. */
  registrations: z.number().int(),
});
export type UserV2 = z.infer<typeof UserV2>;

/** As answered to the one who made or renewed it, and never again. */
export const UserWithPassword = UserV2.extend({ password: z.string() });
export type UserWithPassword = z.infer<typeof UserWithPassword>;

const fields = {
  name: value,
  email: value,
  context: value,
  password: value.optional(),
  conferencePin: value.optional(),
  mac: value.optional(),
};
export const NewUserV2 = z.strictObject(fields);
export type NewUserV2 = z.infer<typeof NewUserV2>;

export const UserPatch = z.strictObject(fields).partial();
export type UserPatch = z.infer<typeof UserPatch>;

export const UsersQuery = z.strictObject({
  ...listQuery(["id", "name", "email", "context"]),
  context: value.optional(),
  registered: z.stringbool().optional(),
});

export const UsersPage = pageOf(UserV2);
export type UsersPage = z.infer<typeof UsersPage>;

/** `dryRun`: each item's verdict, and nothing is changed. */
export const NewUsers = z.strictObject({
  items: z.array(NewUserV2).min(1).max(MAX_ITEMS),
  dryRun: z.boolean().default(false),
});
export const UserOutcomes = outcomesOf(UserWithPassword.partial({ password: true }));
export type UserOutcomes = z.infer<typeof UserOutcomes>;

export const UserRemovals = z.strictObject({ ids: z.array(value).min(1).max(MAX_ITEMS) });
export const RemovalOutcomes = outcomesOf(z.object({ id: z.string() }));
export type RemovalOutcomes = z.infer<typeof RemovalOutcomes>;

/** Absent: one is made up. */
export const NewPassword = z.strictObject({ password: value.optional() });

/** The contexts that may be given to users and conferences. */
export const ContextsV2 = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      role: z.enum(ROLES),
      users: z.number().int(),
      conferences: z.number().int(),
    }),
  ),
});
export type ContextsV2 = z.infer<typeof ContextsV2>;
