import type { SystemEvent, SystemEvents } from "@parley/protocol/client";

const KEPT = 1000;

export interface EventLines {
  readonly since: string | undefined;
  readonly items: readonly SystemEvent[];
}

/** What is known after an answer; undefined when numbers have begun anew and all has to be asked for again. */
export function withAnswer(
  known: EventLines | undefined,
  { items, since }: SystemEvents,
): EventLines | undefined {
  if (known && known.since !== since) return undefined;
  const last = known?.items.at(-1)?.seq ?? 0;
  const fresh = items.filter(({ seq }) => seq > last);
  if (known && fresh.length === 0) return known;
  return { since, items: [...(known?.items ?? []), ...fresh].slice(-KEPT) };
}

/** Those in which every word of a text stands somewhere. */
export function matching(items: readonly SystemEvent[], text: string): readonly SystemEvent[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  return items.filter(({ name, subject = "", summary }) => {
    const line = `${name} ${subject} ${summary}`.toLowerCase();
    return words.every((word) => line.includes(word));
  });
}

const COLOURS: readonly (readonly [RegExp, string])[] = [
  [/lost|failed/i, "red"],
  [/recording/i, "pink"],
  [/joined|started|registered$|connected$/i, "teal"],
  [/left|ended|unregistered/i, "orange"],
  [/configuration/i, "violet"],
];

/** What kind of event it is, for the eye; the name says it too. */
export const colourOf = (name: string): string =>
  name === "unregistered"
    ? "orange"
    : (COLOURS.find(([pattern]) => pattern.test(name))?.[1] ?? "gray");
