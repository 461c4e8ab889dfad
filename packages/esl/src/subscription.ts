import { InvalidArgumentError } from "./errors.js";
import { EVENT_NAMES } from "./event-names.js";
import { assertHeaderName, assertSafe, assertWord } from "./safe.js";
import type { EventFormat, Filter, SubscriptionInput } from "./types.js";

/** A checked wish; equal wishes are equal values. */
export interface Subscription {
  readonly format: EventFormat;
  readonly all: boolean;
  /** Upper case; empty when `all`. */
  readonly events: readonly string[];
  readonly subclasses: readonly string[];
  readonly filters: readonly Filter[];
}

const KNOWN_NAMES: ReadonlySet<string> = new Set(EVENT_NAMES);
/** Negative filters alone would deliver nothing at all (mod_event_socket.c), hence a positive one that always matches. */
const MATCH_ALL: Filter = { header: "Event-Name", value: "/./" };

/** @throws InvalidArgumentError for unknown event names and for anything that cannot be written safely */
export function checkSubscription(input: SubscriptionInput): Subscription {
  const names = new Set<string>();
  const subclasses = new Set<string>();
  for (const entry of input.events ?? []) addEvent(entry, names, subclasses);
  for (const subclass of input.subclasses ?? []) subclasses.add(assertWord(subclass, "subclasses"));
  const all = names.has("ALL");
  return {
    format: input.format ?? "plain",
    all,
    events: all ? [] : [...names].sort(),
    subclasses: all ? [] : [...subclasses].sort(),
    filters: checkFilters(input.filters ?? []),
  };
}

/** `CUSTOM a::b` counts as a subclass: behind CUSTOM the switch takes every word for one. */
function addEvent(entry: string, names: Set<string>, subclasses: Set<string>): void {
  const [, subclass] = /^CUSTOM (\S+)$/i.exec(assertSafe(entry, "events")) ?? [];
  if (subclass !== undefined) {
    subclasses.add(subclass);
    return;
  }
  const name = entry.toUpperCase();
  if (!KNOWN_NAMES.has(name))
    throw new InvalidArgumentError("events", `${JSON.stringify(entry)} is no event name`);
  names.add(name);
}

function checkFilters(filters: readonly Filter[]): Filter[] {
  const checked = filters.map(checkFilter);
  return checked.length > 0 && checked.every((filter) => filter.negative === true)
    ? [MATCH_ALL, ...checked]
    : checked;
}

function checkFilter({ header, value, negative = false }: Filter): Filter {
  assertHeaderName(header, "filters");
  assertSafe(value, "filters");
  if (value === "" || /^[-+\s]/.test(value)) {
    // The switch strips these signs before it compares.
    throw new InvalidArgumentError(
      "filters",
      `${JSON.stringify(value)}: use a regular expression such as /^\\+49/`,
    );
  }
  if (negative && value.startsWith("/")) {
    throw new InvalidArgumentError("filters", "a regular expression cannot be negated");
  }
  return { header, value, negative };
}

/** The same wish with these events let through. */
export function withNeeded(wish: Subscription, needed: readonly string[]): Subscription {
  const missing = wish.all ? [] : needed.filter((name) => !wish.events.includes(name));
  const filters = wish.filters.length === 0 ? [] : needed.map(nameFilter);
  return {
    ...wish,
    events: [...wish.events, ...missing].sort(),
    filters: [...wish.filters, ...filters],
  };
}

/** True when the wish itself asks for events of that name. */
export function wants(wish: Subscription, name: string): boolean {
  return wish.all || wish.events.includes(name);
}

export const nameFilter = (value: string): Filter => ({
  header: "Event-Name",
  value,
  negative: false,
});

/** The commands that turn what a connection has into what is wanted. A new connection has nothing: undefined. */
export function subscriptionCommands(from: Subscription | undefined, to: Subscription): string[] {
  if (from === undefined) return [...to.filters.map(addFilter), ...listen(to)];
  return [...filterChanges(from, to), ...eventChanges(from, to)];
}

function filterChanges(from: Subscription, to: Subscription): string[] {
  const had = new Map(from.filters.map((filter) => [filterValue(filter), filter]));
  const wanted = new Map(to.filters.map((filter) => [filterValue(filter), filter]));
  const added = [...wanted].filter(([key]) => !had.has(key)).map(([, filter]) => addFilter(filter));
  const removed = [...had]
    .filter(([key]) => !wanted.has(key))
    .map(([key]) => `filter delete ${key}`);
  return [...added, ...removed];
}

function eventChanges(from: Subscription, to: Subscription): string[] {
  // ALL cannot be narrowed one by one: its subclasses would stay. Events that wait in the switch are lost here.
  if (isEmpty(to) || (from.all && !to.all)) return isEmpty(from) ? [] : ["noevents", ...listen(to)];
  if (to.all) return from.all && from.format === to.format ? [] : listen(to);
  const dropped = nameWords(
    without(from.events, to.events),
    without(from.subclasses, to.subclasses),
  );
  const added =
    from.format === to.format
      ? {
          ...to,
          events: without(to.events, from.events),
          subclasses: without(to.subclasses, from.subclasses),
        }
      : to;
  return [...listen(added), ...(dropped === "" ? [] : [`nixevent ${dropped}`])];
}

function listen(wish: Subscription): string[] {
  const words = wish.all ? "ALL" : nameWords(wish.events, wish.subclasses);
  return words === "" ? [] : [`event ${wish.format} ${words}`];
}

/** CUSTOM comes last: the switch takes all words after it for subclasses. */
function nameWords(events: readonly string[], subclasses: readonly string[]): string {
  const names = events.filter((name) => name !== "CUSTOM");
  const custom =
    subclasses.length > 0 || events.includes("CUSTOM") ? ["CUSTOM", ...subclasses] : [];
  return [...names, ...custom].join(" ");
}

export const addFilter = (filter: Filter) => `filter add ${filterValue(filter)}`;
const filterValue = ({ header, value, negative }: Filter) =>
  `${header} ${negative === true ? "-" : ""}${value}`;
const without = (list: readonly string[], other: readonly string[]) =>
  list.filter((name) => !other.includes(name));
const isEmpty = ({ all, events, subclasses }: Subscription) =>
  !all && events.length === 0 && subclasses.length === 0;
