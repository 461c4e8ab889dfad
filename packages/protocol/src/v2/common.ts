import { z } from "zod";
import { MAX_VALUE } from "../v1/users.js";

export const value = z.string().max(MAX_VALUE);

/** ISO 8601 with milliseconds, UTC. */
export const moment = z.iso.datetime();

/** What every list takes: 1 is the first page; `sort` names a field, `-` in front turns it round. */
export const listQuery = <const Fields extends readonly [string, ...string[]]>(fields: Fields) => {
  const names = fields.flatMap((field) => [field, `-${field}`]) as [
    Fields[number] | `-${Fields[number]}`,
  ];
  return {
    search: value.optional(),
    sort: z.enum(names).optional(),
    page: z.coerce.number().int().min(1).max(1_000_000).default(1),
    pageSize: z.coerce.number().int().min(1).max(500).default(50),
  };
};

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    /** Of all pages together. */
    total: z.number().int(),
    page: z.number().int(),
    pageSize: z.number().int(),
  });

/** One item's outcome in a request with many: in the order they were sent. */
export const outcomesOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    /** True when nothing was to be changed (`dryRun`). */
    dryRun: z.boolean(),
    done: z.number().int(),
    failed: z.number().int(),
    outcomes: z.array(
      z.discriminatedUnion("ok", [
        z.object({ ok: z.literal(true), item }),
        z.object({
          ok: z.literal(false),
          code: z.string(),
          detail: z.string(),
          field: z.string().optional(),
        }),
      ]),
    ),
  });

export const nothing = z.undefined();
