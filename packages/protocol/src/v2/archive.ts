import { z } from "zod";
import { moment } from "./common.js";

export const ARCHIVE_PARTS = ["freeswitch", "dialplan", "conferences", "directory"] as const;

/** What somebody calls a snapshot; it becomes a part of the file's name. */
const label = z.string().regex(/^[A-Za-z0-9_]{1,40}$/, "up to 40 letters, digits and _");

export const SnapshotV2 = z.object({
  /** Its name, with which it is fetched. */
  file: z.string(),
  /** Which part of the switch's tree it holds; `freeswitch` is the whole. */
  part: z.enum(ARCHIVE_PARTS),
  label: z.string().optional(),
  /** Made by the server before it restored another one. */
  automatic: z.boolean(),
  /** By age, for whom the server is told to; restoring it takes a key, the server's or one that is sent along. */
  encrypted: z.boolean(),
  createdAt: moment,
  /** Bytes. */
  size: z.number().int(),
});
export type SnapshotV2 = z.infer<typeof SnapshotV2>;

export const SnapshotsV2 = z.object({ items: z.array(SnapshotV2) });
export type SnapshotsV2 = z.infer<typeof SnapshotsV2>;

export const NewSnapshot = z.strictObject({
  part: z.enum(ARCHIVE_PARTS).default("freeswitch"),
  label: label.optional(),
});

/** What opens an encrypted snapshot, for this one request. Without it the server tries the keys it has. */
export const ArchiveKey = z
  .strictObject({
    /** The text of a file of age keys: lines that begin with `AGE-SECRET-KEY-`. */
    identity: z.string().min(1).max(16_384).optional(),
    passphrase: z.string().min(1).max(1024).optional(),
  })
  .default({});
export type ArchiveKey = z.infer<typeof ArchiveKey>;

export const SnapshotDifference = z.object({
  /** By path; `mode`: only the permissions differ. */
  items: z.array(
    z.object({
      path: z.string(),
      change: z.enum(["added", "removed", "changed", "mode"]),
      /** Unified lines from the running file to the archived one; absent for large files and what is no text. */
      diff: z.string().optional(),
    }),
  ),
});
export type SnapshotDifference = z.infer<typeof SnapshotDifference>;

export const Restored = z.object({
  file: z.string(),
  /** The snapshot of the whole tree made just before; absent when nothing was different. */
  before: z.string().optional(),
  added: z.number().int(),
  changed: z.number().int(),
  removed: z.number().int(),
});
export type Restored = z.infer<typeof Restored>;
