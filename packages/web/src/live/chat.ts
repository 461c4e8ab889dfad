import type { ChatMessage } from "@parley/protocol/client";

/** What was read and what the feed told, each message once, in the order of writing. */
export function merged(
  read: readonly ChatMessage[],
  told: readonly ChatMessage[],
): readonly ChatMessage[] {
  const known = new Set(read.map(({ id }) => id));
  const fresh = told.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return read;
  return [...read, ...fresh].sort((one, other) => one.at.localeCompare(other.at));
}

/** How many messages of others came after the one that was read last; all of them when that one is not there. */
export function unread(
  told: readonly ChatMessage[],
  lastRead: string | undefined,
  me: string,
): number {
  const after = told.slice(told.findIndex(({ id }) => id === lastRead) + 1);
  return after.filter(({ from }) => from.id !== me).length;
}

/** Written here and not known to have arrived. */
export interface Draft {
  readonly key: number;
  readonly text: string;
  readonly failed?: string;
}
