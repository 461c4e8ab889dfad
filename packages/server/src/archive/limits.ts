/** What an archive may be; a tree of some ten thousand users stays far below. */
export interface ArchiveLimits {
  /** Bytes of the compressed file. */
  readonly packed: number;
  /** Bytes of everything that comes out of it, headers included. */
  readonly unpacked: number;
  readonly entries: number;
  /** Bytes of a path, and folders above a file. */
  readonly path: number;
  readonly depth: number;
}

const MEBIBYTE = 1024 * 1024;

export const DEFAULT_LIMITS: ArchiveLimits = {
  packed: 32 * MEBIBYTE,
  unpacked: 96 * MEBIBYTE,
  entries: 50_000,
  path: 1024,
  depth: 32,
};
