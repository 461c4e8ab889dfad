import { InvalidArgumentError } from "./errors.js";
import { EVENT_NAMES } from "./event-names.js";
import { assertHeaderName, assertSafe, assertWord } from "./safe.js";
import type { EventFormat, Filter, SubscriptionInput } from "./types.js";

/** A checked wish; equal wishes are equal values. */
export interface Subscription {
  readonly format: EventFormat;
  /** `ALL` alone, or names in upper case and `CUSTOM a::b`, sorted. */
  readonly names: readonly string[];
  /** As `filter add` and `filter delete` take them. */
  readonly filters: readonly string[];
}

const KNOWN_NAMES: ReadonlySet<string> = new Set(EVENT_NAMES);
const CUSTOM = "CUSTOM";

/** @throws InvalidArgumentError for unknown event names and for anything that cannot be written safely */
export function checkSubscription(input: SubscriptionInput): Subscription {
  const { format = "plain", events = [], subclasses = [], filters = [] } = input;
  const names = [
    ...events.map(eventName),
    ...subclasses.map((subclass) => `${CUSTOM} ${assertWord(subclass, "subclasses")}`),
  ];
  return {
    format,
    names: names.includes("ALL") ? ["ALL"] : unique(names).sort(),
    filters: filterValues(filters),
  };
}

/** `CUSTOM a::b` counts as a subclass: behind CUSTOM the switch takes every word for one. */
function eventName(entry: string): string {
  const [, subclass] = /^CUSTOM (\S+)$/i.exec(assertSafe(entry, "events")) ?? [];
  if (subclass !== undefined) return `${CUSTOM} ${subclass}`;
  const name = entry.toUpperCase();
  if (!KNOWN_NAMES.has(name))
    throw new InvalidArgumentError("events", `${JSON.stringify(entry)} is no event name`);
  return name;
}

/** Negative ones alone would deliver nothing at all (mod_event_socket.c), hence a positive one that always matches. */
function filterValues(filters: readonly Filter[]): string[] {
  const values = filters.map(filterValue);
  const onlyNegative = filters.length > 0 && filters.every(({ negative }) => negative === true);
  return unique([...(onlyNegative ? [nameFilter("/./")] : []), ...values]);
}

function filterValue({ header, value, negative = false }: Filter): string {
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
  return `${header} ${negative ? "-" : ""}${value}`;
}

/** The same wish with these events let through. */
export function withNeeded(wish: Subscription, needed: readonly string[]): Subscription {
  const { format, names, filters } = wish;
  return {
    format,
    names: isAll(wish) ? names : unique([...names, ...needed]).sort(),
    filters: filters.length === 0 ? [] : unique([...filters, ...needed.map(nameFilter)]),
  };
}

/** True when the wish itself asks for events of that name. */
export function wants(wish: Subscription, name: string): boolean {
  return isAll(wish) || wish.names.includes(name);
}

/** The commands that turn what a connection has into what is wanted. A new connection has nothing: undefined. */
export function subscriptionCommands(from: Subscription | undefined, to: Subscription): string[] {
  const had = from?.filters ?? [];
  const gone = without(had, to.filters).map((filter) => `filter delete ${filter}`);
  return [...without(to.filters, had).map(addFilter), ...gone, ...eventChanges(from, to)];
}

function eventChanges(from: Subscription | undefined, to: Subscription): string[] {
  const whole = listen(to, to.names);
  if (from === undefined || from.names.length === 0) return whole;
  // ALL cannot be narrowed one by one: its subclasses would stay. Events that wait in the switch are lost here.
  if (to.names.length === 0 || (isAll(from) && !isAll(to))) return ["noevents", ...whole];
  const sameFormat = from.format === to.format;
  const dropped = isAll(to) ? [] : without(from.names, to.names);
  const added = sameFormat ? listen(to, without(to.names, from.names)) : whole;
  return [...added, ...(dropped.length === 0 ? [] : [`nixevent ${nameWords(dropped)}`])];
}

function listen({ format }: Subscription, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`event ${format} ${nameWords(names)}`];
}

/** CUSTOM comes last: the switch takes all words after it for subclasses. */
export function nameWords(names: readonly string[]): string {
  const custom = names.filter((name) => name.startsWith(CUSTOM));
  const subclasses = custom.flatMap((name) => name.split(" ").slice(1));
  return [...without(names, custom), ...(custom.length > 0 ? [CUSTOM] : []), ...subclasses].join(
    " ",
  );
}

export const addFilter = (filter: string) => `filter add ${filter}`;
export const nameFilter = (name: string) => `Event-Name ${name}`;
const isAll = ({ names }: Subscription) => names[0] === "ALL";
const unique = (list: readonly string[]) => [...new Set(list)];
const without = (list: readonly string[], other: readonly string[]) =>
  list.filter((entry) => !other.includes(entry));
