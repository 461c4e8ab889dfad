import type { ArchiveKey } from "@parley/protocol/client";

/** What opens an encrypted snapshot: the text of a file of age keys, else a passphrase. */
export function keyOf(text: string): ArchiveKey {
  return /^\s*AGE-SECRET-KEY-/m.test(text) ? { identity: text.trim() } : { passphrase: text };
}
