export {
  type Encryption,
  encryptionOf,
  type GivenKey,
  matching,
  readIdentityFile,
} from "./age-keys.js";
export {
  type Archive,
  type ArchiveOptions,
  createArchive,
  type Restored,
  type TreeDoor,
} from "./archive.js";
export type { FileDifference } from "./difference.js";
export {
  ArchiveKeyError,
  ArchiveUnfitError,
  IdentityFileError,
  RestoreRefusedError,
  SnapshotNotFoundError,
  TreeUnfitError,
} from "./errors.js";
export type { ArchiveLimits } from "./limits.js";
export type { Snapshot } from "./snapshots.js";
export { isPart, PARTS, type Part } from "./tree.js";
