import type { Filter, SubscriptionInput } from "@parley/esl";
import type { Action } from "./line.js";

/** What the person wants to see after this action; undefined when it concerns something else. */
export function nextWish(wish: SubscriptionInput, action: Action): SubscriptionInput | undefined {
  if (action.do === "noevents") return { ...wish, events: [], subclasses: [] };
  if (action.do === "filter") return { ...wish, filters: nextFilters(wish.filters ?? [], action) };
  if (action.do !== "event") return undefined;
  const { format = wish.format } = action;
  return {
    ...wish,
    ...(format === undefined ? {} : { format }),
    events: union(wish.events, action.events),
    subclasses: union(wish.subclasses, action.subclasses),
  };
}

function nextFilters(
  filters: readonly Filter[],
  { remove, header, value }: Extract<Action, { do: "filter" }>,
): Filter[] {
  const isMeant = (filter: Filter) =>
    filter.header.toLowerCase() === header.toLowerCase() &&
    (value === undefined || filter.value === value);
  const others = filters.filter((filter) => !isMeant(filter));
  return remove || value === undefined ? others : [...others, { header, value }];
}

function union(had: readonly string[] = [], added: readonly string[]): string[] {
  return [...new Set([...had, ...added])];
}
