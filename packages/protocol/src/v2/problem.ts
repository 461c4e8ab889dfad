import { z } from "zod";

/** Stable words for what went wrong, for programs; `detail` is for people. */
export const PROBLEM_CODES = [
  "invalid",
  "unauthenticated",
  "forbidden",
  "not found",
  "taken",
  "range full",
  "last administrator",
  "not editable",
  "refused",
  "no space",
  "too many requests",
  "switch away",
  "switch refused",
  "switch timeout",
  "off",
  "internal",
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** `application/problem+json` (RFC 9457). `field` names the guilty part, e.g. `items[0].name`. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(PROBLEM_CODES),
  detail: z.string(),
  field: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;
