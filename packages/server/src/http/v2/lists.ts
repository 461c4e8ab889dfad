import type { Failure, Results } from "../../changes/index.js";
import { CODE_OF_ITEM, ProblemError } from "./problem.js";

export interface ListQuery {
  readonly sort?: string | undefined;
  readonly page: number;
  readonly pageSize: number;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** One page of a list, sorted by one of its fields (`-` in front turns it round); equal ones keep their order. */
export function pageOf<Item>(all: readonly Item[], query: ListQuery) {
  const { sort, page, pageSize } = query;
  const items = sort === undefined ? all : [...all].sort(comparison(sort));
  return {
    items: items.slice((page - 1) * pageSize, page * pageSize),
    total: all.length,
    page,
    pageSize,
  };
}

function comparison(sort: string): (a: unknown, b: unknown) => number {
  const field = sort.replace(/^-/, "");
  const sign = sort.startsWith("-") ? -1 : 1;
  const fieldOf = (item: unknown) => (item as Record<string, unknown>)[field];
  return (a, b) => sign * compare(fieldOf(a), fieldOf(b));
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === "number" || typeof b === "number") return Number(a ?? -1) - Number(b ?? -1);
  return collator.compare(String(a ?? ""), String(b ?? ""));
}

/** Whether a text stands in one of the values; capitals and accents do not matter. */
export function matchesSearch(search: string | undefined, ...values: readonly string[]): boolean {
  if (search === undefined || search === "") return true;
  const wanted = folded(search);
  return values.some((value) => folded(value).includes(wanted));
}

const folded = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Every item's outcome in the order in which the items were sent. */
export function outcomesOf<Entity, Item, Shown>(
  items: readonly Item[],
  { done, failed }: Results<Entity, Item>,
  show: (entity: Entity) => Shown,
  dryRun = false,
) {
  const failures = new Map(failed.map((failure) => [failure.item, failure]));
  const entities = done[Symbol.iterator]();
  const outcomes = items.map((item) => {
    const failure = failures.get(item);
    if (failure) return { ok: false as const, ...refusal(failure) };
    return { ok: true as const, item: show(entities.next().value as Entity) };
  });
  return { dryRun, done: done.length, failed: failed.length, outcomes };
}

const refusal = ({ problem, error, field }: Failure<unknown>) => ({
  code: CODE_OF_ITEM[problem],
  detail: error,
  ...(field === undefined ? {} : { field: shownField(field) }),
});

/** The names that v2 gives to fields of the directory. */
const FIELDS: Readonly<Record<string, string>> = {
  conpin: "conferencePin",
  polymac: "mac",
  num: "number",
};
const shownField = (field: string): string => FIELDS[field] ?? field;

/**
 * The one entity of a request with one item.
 *
 * @throws {ProblemError} saying why it was not done.
 */
export function onlyOne<Entity>({ done, failed }: Results<Entity, unknown>): Entity {
  const [entity] = done;
  if (entity !== undefined) return entity;
  const [failure] = failed;
  if (!failure) throw new ProblemError("internal", "no outcome");
  const { code, detail, field } = { field: undefined, ...refusal(failure) };
  throw new ProblemError(code, detail, field);
}
