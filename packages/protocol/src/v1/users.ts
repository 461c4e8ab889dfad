import { z } from "zod";

/** Longest request list: far above a school's yearly import, far below what would hold up the change queue. */
export const MAX_ITEMS = 5000;
/** Longest value of any one field, in UTF-16 units; the rooms behind have narrower rules per field. */
export const MAX_VALUE = 1024;

const value = z.string().max(MAX_VALUE);

/** A directory user as v1 shows it; every field is a string. `id` is the telephone number. */
export const UserV1 = z.strictObject({
  id: z.string(),
  password: z.string(),
  conpin: z.string(),
  context: z.string(),
  name: z.string(),
  email: z.string(),
  polymac: z.string(),
});
export type UserV1 = z.infer<typeof UserV1>;

const optional = {
  password: value.optional(),
  conpin: value.optional(),
  polymac: value.optional(),
};

export const UserAddV1 = z.strictObject({
  name: value,
  email: value,
  context: value,
  ...optional,
});
export type UserAddV1 = z.infer<typeof UserAddV1>;

export const UserModV1 = z.strictObject({
  id: value,
  name: value.optional(),
  email: value.optional(),
  context: value.optional(),
  ...optional,
});
export type UserModV1 = z.infer<typeof UserModV1>;

export const UserDelV1 = z.strictObject({ id: value });
export type UserDelV1 = z.infer<typeof UserDelV1>;

export const UsersAddBody = z.array(UserAddV1).min(1).max(MAX_ITEMS);
export const UsersModBody = z.array(UserModV1).min(1).max(MAX_ITEMS);
export const UsersDelBody = z.array(UserDelV1).min(1).max(MAX_ITEMS);
