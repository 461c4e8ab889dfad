import type { PatternNode } from "./types.js";

/** How many bytes a node always takes; undefined when that varies. */
export function fixedLength(node: PatternNode): number | undefined {
  switch (node.kind) {
    case "bytes":
      return 1;
    case "anchor":
    case "look":
    case "keep":
      return 0;
    case "capture":
    case "atomic":
      return fixedLength(node.body);
    case "repeat": {
      const each = fixedLength(node.body);
      return each === undefined || node.min !== node.max ? undefined : each * node.min;
    }
    case "sequence":
      return sum(node.items.map(fixedLength));
    case "choice":
      return same(node.options.map(fixedLength));
    case "reference":
      return undefined;
  }
}

/** Each alternative of a lookbehind may have a length of its own. */
export function fixedLengths(node: PatternNode): readonly number[] | undefined {
  const options = node.kind === "choice" ? node.options : [node];
  const lengths = options.map(fixedLength);
  return lengths.every((length) => length !== undefined) ? lengths : undefined;
}

const sum = (lengths: readonly (number | undefined)[]): number | undefined =>
  lengths.reduce<number | undefined>(
    (total, each) => (total === undefined || each === undefined ? undefined : total + each),
    0,
  );

const same = (lengths: readonly (number | undefined)[]): number | undefined =>
  lengths.every((each) => each === lengths[0]) ? lengths[0] : undefined;
