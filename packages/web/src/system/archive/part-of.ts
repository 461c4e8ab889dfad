import type { SnapshotV2 } from "@parley/protocol/client";

export type Part = SnapshotV2["part"];

export const PARTS = [
  "freeswitch",
  "dialplan",
  "conferences",
  "directory",
] as const satisfies readonly Part[];

/** What an archive holds, by the name it had here: `directory-2026….tar.gz`. Of others it is the whole, mostly. */
export const partOf = (file: string): Part =>
  PARTS.find((part) => file.startsWith(`${part}-`)) ?? "freeswitch";
