import type { Role } from "@parley/protocol";
import { ROLES } from "@parley/protocol";
import { z } from "zod";

/** Numbers a context hands out, both ends included. */
export interface NumberRange {
  readonly first: number;
  readonly last: number;
}

/** A privilege group of users and conferences, what it may do, and which numbers are its own. */
export interface ContextRule {
  readonly name: string;
  readonly role: Role;
  readonly users: NumberRange;
  readonly conferences: NumberRange;
}
export type ContextTable = readonly ContextRule[];

const range = (thousand: number): NumberRange => ({
  first: thousand * 1000,
  last: thousand * 1000 + 999,
});

/** The numbering plan of `freeswitch/conf`; another tree brings its own in `parley.config.*`. */
export const DEFAULT_CONTEXTS: ContextTable = [
  { name: "team", role: "administrator", users: range(20), conferences: range(30) },
  { name: "friends", role: "moderator", users: range(21), conferences: range(31) },
  { name: "public", role: "participant", users: range(22), conferences: range(32) },
];

export function contextRule(contexts: ContextTable, name: string): ContextRule | undefined {
  return contexts.find((rule) => rule.name === name);
}

export function roleOfContext(contexts: ContextTable, name: string): Role | undefined {
  return contextRule(contexts, name)?.role;
}

/** The context whose conference range holds the number. */
export function contextOfConferenceNumber(
  contexts: ContextTable,
  number: string,
): string | undefined {
  if (!/^\d{1,15}$/.test(number)) return undefined;
  const value = Number(number);
  return contexts.find(({ conferences }) => value >= conferences.first && value <= conferences.last)
    ?.name;
}

const rangeSchema = z
  .strictObject({ first: z.number().int().positive(), last: z.number().int().positive() })
  .refine(({ first, last }) => first <= last, "first must not be above last");

/** Contexts as a configuration file gives them: distinct names, no overlapping numbers, one administrator at least. */
export const contextsSchema = z
  .array(
    z.strictObject({
      name: z.string().regex(/^[a-z][a-z0-9_-]{0,31}$/i, "must be a short word"),
      role: z.enum(ROLES),
      users: rangeSchema,
      conferences: rangeSchema,
    }),
  )
  .min(1)
  .refine((rules) => new Set(rules.map((rule) => rule.name)).size === rules.length, {
    message: "two contexts have the same name",
  })
  .refine((rules) => rules.some((rule) => rule.role === "administrator"), {
    message: "no context has the role administrator",
  })
  .refine((rules) => !overlaps(rules.flatMap((rule) => [rule.users, rule.conferences])), {
    message: "two number ranges overlap",
  });

function overlaps(ranges: readonly NumberRange[]): boolean {
  const sorted = [...ranges].sort((a, b) => a.first - b.first);
  return sorted.some((each, index) => index > 0 && each.first <= sorted[index - 1]!.last);
}
