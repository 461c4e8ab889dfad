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

/** Members that match, in an order; those equal in it stay in the order of joining. The input is not changed. */
export function arrange(
  members: readonly LiveMemberV2[],
  search: string,
  order: Order,
  collator: Pick<Intl.Collator, "compare">,
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
    name: (one, other) => collator.compare(one.name, other.name),
    joined: undefined,
  };
  const by = compare[order];
  return by ? [...found].sort(by) : found;
}
