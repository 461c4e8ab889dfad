import type { Conference, User } from "../../xml-state/index.js";

/** v1 finds by the beginning of a value; e-mail by any part, so that everybody of a mail domain is found. */
export const USER_FILTERS = {
  byid: (user: User, text: string) => user.id.startsWith(text),
  byname: (user: User, text: string) => user.name.startsWith(text),
  byemail: (user: User, text: string) => user.email.includes(text),
  bycontext: (user: User, text: string) => user.context.startsWith(text),
  bypolymac: (user: User, text: string) => user.polymac.startsWith(text),
} as const;

export const CONFERENCE_FILTERS = {
  bynum: (conference: Conference, text: string) => conference.num.startsWith(text),
  byname: (conference: Conference, text: string) => conference.name.startsWith(text),
  bytype: (conference: Conference, text: string) => conference.type.startsWith(text),
  bycontext: (conference: Conference, text: string) => conference.context.startsWith(text),
} as const;

/** How many there are of each context, the empty contexts included. */
export function countByContext(
  contexts: readonly { readonly name: string }[],
  items: readonly { readonly context: string }[],
): Record<string, number> {
  const counts: Record<string, number> = Object.fromEntries(contexts.map(({ name }) => [name, 0]));
  for (const { context } of items) if (context in counts) counts[context]! += 1;
  return counts;
}
