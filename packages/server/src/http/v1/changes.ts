import { checkValue } from "@parley/fsxml";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { ITEM_PROBLEMS, type ItemProblem, isDefaultPin } from "../../values/index.js";
import { HttpError, parseBody, refusalOf } from "../errors.js";

/** How a service answers a list of items; `item` is what was asked for. */
export interface ChangeResult<Done> {
  readonly done: readonly Done[];
  readonly failed: readonly {
    readonly error: string;
    readonly field?: string | undefined;
    readonly problem: ItemProblem;
    readonly item: unknown;
  }[];
}

const STATUS: Record<ItemProblem, number> = {
  invalid: 400,
  taken: 409,
  unknown: 404,
  "range full": 409,
  "last administrator": 409,
  "not editable": 409,
  "refused by the switch": 502,
  "not read back": 502,
};

/** A route that changes a list of items. */
export interface ChangeRoute<Schema extends z.ZodType<object[]>, Done> {
  readonly op: string;
  readonly schema: Schema;
  /** No two items may claim the same of these. */
  readonly identities: readonly string[];
  /** What an item is called beside its error. */
  readonly itemKey: ItemKey;
  readonly work: (items: z.output<Schema>) => Promise<ChangeResult<Done>>;
}

type ItemKey = "user" | "conference";

/**
 * The handler of a change: answers item by item. When the whole request is refused, its items have all failed: clients that read
 * nothing but the lists find the reason there, the others by the status and beside the lists.
 */
export function changing<Schema extends z.ZodType<object[]>, Done>({
  op,
  schema,
  identities,
  itemKey,
  work,
}: ChangeRoute<Schema, Done>) {
  return async ({ body }: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    try {
      const items = parseBody(schema, body);
      for (const identity of identities) refuseUnsafe(items, identity);
      return answerChange(reply, op, await work(items), itemKey);
    } catch (error) {
      const refusal = refusalOf(error as Error);
      if (refusal.status === 500) throw error;
      reply.code(refusal.status).headers(refusal.headers);
      const failed = itemsOf(body).map((item) => ({ ...refusal.body, [itemKey]: item }));
      return { op, done: [], failed, ...refusal.body };
    }
  };
}

/** More than a request may hold are not said back. */
const ECHOED_ITEMS = 100;

function itemsOf(body: unknown): object[] {
  const items: unknown[] = Array.isArray(body) ? body : [];
  return items
    .slice(0, ECHOED_ITEMS)
    .map((item) => (typeof item === "object" && item !== null ? item : {}));
}

/**
 * The answer of every changing route: what was done and what was not, item by item. When nothing at all was done the
 * status says why, and the first reason stands beside the lists; clients that only read the lists see the same as ever.
 */
export function answerChange<Done>(
  reply: FastifyReply,
  op: string,
  result: ChangeResult<Done>,
  itemKey: ItemKey,
): unknown {
  const failed = result.failed.map(({ error, field, item }) => ({
    error,
    ...(field === undefined ? {} : { field }),
    [itemKey]: item,
  }));
  const answer = { op, done: result.done, failed };
  const [first] = result.failed;
  if (!first || result.done.length > 0) return answer;
  reply.code(statusOf(result.failed.map(({ problem }) => problem)));
  return {
    ...answer,
    error: first.error,
    ...(first.field === undefined ? {} : { field: first.field }),
  };
}

/** The most basic reason of all; reasons stand in the list from the asker's mistakes to the switch's refusals. */
function statusOf(problems: readonly ItemProblem[]): number {
  const first = ITEM_PROBLEMS.find((problem) => problems.includes(problem));
  return first === undefined ? 500 : STATUS[first];
}

/**
 * Refuses the whole request when any value in it could never stand in a configuration, or when two items claim the
 * same identity: such a list was not meant, so nothing of it is done.
 *
 * @throws {HttpError} 400 naming the field, e.g. `[2].name`.
 */
function refuseUnsafe(items: readonly object[], identity: string): void {
  const seen = new Map<string, number>();
  items.forEach((item, index) => {
    for (const [key, value] of Object.entries(item))
      refuseUnsafeValue(value, key, `[${index}].${key}`);
    const own = (item as Record<string, unknown>)[identity];
    if (typeof own !== "string") return;
    const before = seen.get(own.toLowerCase());
    if (before !== undefined)
      throw new HttpError(
        400,
        `[${index}].${identity}: the same as in [${before}]`,
        `[${index}].${identity}`,
      );
    seen.set(own.toLowerCase(), index);
  });
}

function refuseUnsafeValue(value: unknown, key: string, field: string): void {
  if (typeof value !== "string" || (key === "conpin" && isDefaultPin(value))) return;
  const reason = checkValue(value);
  if (reason !== undefined) throw new HttpError(400, `${field}: ${reason}`, field);
}
