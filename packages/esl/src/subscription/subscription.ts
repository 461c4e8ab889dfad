import { assertHeaderName, assertSafe, assertWord, invalid } from "../commands/safe.js";
import { EVENT_FORMATS, type EventFormat, type Filter, type SubscriptionInput } from "../types.js";
import { EVENT_NAMES } from "./event-names.js";

/** A checked wish; equal wishes are equal values. */
export interface Subscription {
  readonly format: EventFormat;
  /** `ALL` alone, or names in upper case and `CUSTOM a::b`, sorted. */
  readonly names: readonly string[];
  /** As `filter add` and `filter delete` take them. */
  readonly filters: readonly string[];
}

const ALL = "ALL";
const CUSTOM = "CUSTOM";
const KNOWN: ReadonlySet<string> = new Set(EVENT_NAMES);

export const NOTHING: Subscription = { format: "plain", names: [], filters: [] };

/** @throws InvalidArgumentError for unknown event names and for anything that cannot be written safely */
export function checkSubscription({
  format = "plain",
  events = [],
  subclasses = [],
  filters = [],
}: SubscriptionInput): Subscription {
  if (!EVENT_FORMATS.includes(format)) refuse("format", format, "is no event format");
  for (const [field, list] of Object.entries({ events, subclasses, filters }))
    if (!Array.isArray(list)) invalid(field, "must be a list");
  const names = [
    ...events.map(eventName),
    ...subclasses.map((subclass) => `${CUSTOM} ${assertWord(subclass, "subclasses")}`),
  ];
  return {
    format,
    names: names.includes(ALL) ? [ALL] : unique(names).sort(),
    filters: filterValues(filters),
  };
}

/** `CUSTOM a::b` counts as a subclass: behind CUSTOM the switch takes every word for one. */
function eventName(entry: string): string {
  const name = assertSafe(entry, "events").toUpperCase();
  if (/^CUSTOM \S+$/.test(name)) return CUSTOM + entry.slice(CUSTOM.length);
  if (!KNOWN.has(name)) refuse("events", entry, "is no event name");
  return name;
}

/** Negative ones alone would deliver nothing at all (mod_event_socket.c), hence a positive one that always matches. */
function filterValues(filters: readonly Filter[]): string[] {
  const values = filters.map(filterValue);
  const hasPositive = filters.some(({ negative }) => !negative);
  return unique(values.length === 0 || hasPositive ? values : [nameFilter("/./"), ...values]);
}

function filterValue({ header, value, negative }: Filter): string {
  assertHeaderName(header, "filters");
  assertSafe(value, "filters");
  // The switch strips these signs before it compares.
  if (value === "" || /^[-+\s]/.test(value))
    refuse("filters", value, "cannot be written, use a regular expression such as /^\\+49/");
  if (negative && value.startsWith("/"))
    refuse("filters", value, "cannot be negated, it is a regular expression");
  return `${header} ${negative ? "-" : ""}${value}`;
}

function refuse(field: string, value: string, why: string): never {
  invalid(field, `${JSON.stringify(value)} ${why}`);
}

/** The same wish with these events let through. */
export function withNeeded(wish: Subscription, needed: readonly string[]): Subscription {
  const { format, names, filters } = wish;
  return {
    format,
    names: isAll(wish) ? names : unique([...names, ...needed]).sort(),
    filters: passes(wish, needed, filters),
  };
}

/** Filters that let these events through, behind those in `before`; none where nothing is filtered. */
export function passes(
  { filters }: Subscription,
  names: readonly string[],
  before: readonly string[] = [],
): string[] {
  return filters.length === 0 ? [] : unique([...before, ...names.map(nameFilter)]);
}

/** True when the wish itself asks for events of that name. */
export function wants(wish: Subscription, name: string): boolean {
  return isAll(wish) || wish.names.includes(name);
}

/** The commands that turn what a connection has into what is wanted. */
export function subscriptionCommands(from: Subscription, to: Subscription): string[] {
  return [
    ...without(to.filters, from.filters).map(addFilter),
    ...without(from.filters, to.filters).map((filter) => `filter delete ${filter}`),
    ...eventChanges(from, to),
  ];
}

function eventChanges(from: Subscription, to: Subscription): string[] {
  const listen = `event ${to.format}`;
  const whole = listing(listen, to.names);
  if (from.names.length === 0) return whole;
  // ALL cannot be narrowed one by one: its subclasses would stay. Events that wait in the switch are lost here.
  if (to.names.length === 0 || (isAll(from) && !isAll(to))) return ["noevents", ...whole];
  return [
    ...(from.format === to.format ? listing(listen, without(to.names, from.names)) : whole),
    ...(isAll(to) ? [] : listing("nixevent", without(from.names, to.names))),
  ];
}

const listing = (command: string, names: readonly string[]) =>
  names.length === 0 ? [] : [`${command} ${nameWords(names)}`];

/** CUSTOM comes last: the switch takes all words after it for subclasses. */
export function nameWords(names: readonly string[]): string {
  const custom = names.filter((name) => name.startsWith(CUSTOM));
  const words = custom.flatMap((name) => name.split(" "));
  return unique([...without(names, custom), ...words]).join(" ");
}

export const addFilter = (filter: string) => `filter add ${filter}`;
const nameFilter = (name: string) => `Event-Name ${name}`;
const isAll = ({ names }: Subscription) => names[0] === ALL;
const unique = (list: readonly string[]) => [...new Set(list)];
const without = (list: readonly string[], other: readonly string[]) =>
  list.filter((entry) => !other.includes(entry));
