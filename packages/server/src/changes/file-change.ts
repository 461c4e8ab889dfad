/** One file of a transaction: its content before and after, `undefined` where it does not exist. */
export interface FileChange {
  /** Below the tree's root, with `/`. */
  readonly path: string;
  readonly mode: number;
  readonly before: Buffer | undefined;
  readonly after: Buffer | undefined;
}

export function sameContent(a: Buffer | undefined, b: Buffer | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.equals(b);
}

/**
 * Whether `found` is what a power failure leaves of `wanted`: the rename is on disk, the data is not or only its
 * beginning, the rest being zeros.
 */
export function isTorn(found: Buffer, wanted: Buffer | undefined): boolean {
  let end = found.length;
  while (end > 0 && found[end - 1] === 0) end--;
  if (end === 0) return true;
  return (
    wanted !== undefined &&
    end < wanted.length &&
    wanted.subarray(0, end).equals(found.subarray(0, end))
  );
}
