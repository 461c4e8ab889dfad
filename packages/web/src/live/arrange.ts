import type { LiveMemberV2 } from "@parley/protocol/client";

export const ORDERS = ["hand", "talking", "name", "joined"] as const;
export type Order = (typeof ORDERS)[number];

/** What a search looks at: letters without capitals and marks, so that `emile` finds `Émile`. */
const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

type Compare = (one: LiveMemberV2, other: LiveMemberV2) => number;

const first =
  (is: (member: LiveMemberV2) => boolean): Compare =>
  (one, other) =>
    Number(is(other)) - Number(is(one));

/**
 * Each name's place in the order of a language, equal ones the same. Comparing by language is slow: with places that are
 * kept while no new name comes, thousands of comparisons become differences of numbers.
 */
export function placesOf(
  names: Iterable<string>,
  collator: Pick<Intl.Collator, "compare">,
): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  let last: string | undefined;
  let place = 0;
  for (const name of [...new Set(names)].sort(collator.compare)) {
    if (last !== undefined && collator.compare(last, name) !== 0) place += 1;
    places.set(name, place);
    last = name;
  }
  return places;
}

/** Members that match, in an order; those equal in it stay in the order of joining. The input is not changed. */
export function arrange(
  members: readonly LiveMemberV2[],
  search: string,
  order: Order,
  places: ReadonlyMap<string, number>,
): readonly LiveMemberV2[] {
  const words = plain(search).split(/\s+/u).filter(Boolean);
  const matches = ({ name, number }: LiveMemberV2) => {
    const text = plain(`${name} ${number}`);
    return words.every((word) => text.includes(word));
  };
  const found = words.length === 0 ? members : members.filter(matches);
  const compare: Record<Order, Compare | undefined> = {
    hand: first(({ handRaised }) => handRaised),
    talking: first(({ talking }) => talking),
    name: (one, other) => (places.get(one.name) ?? 0) - (places.get(other.name) ?? 0),
    joined: undefined,
  };
  const by = compare[order];
  return by ? [...found].sort(by) : found;
}
