/** Which of the 256 bytes a class holds. */
export type ByteSet = Uint8Array;

export type RepeatMode = "greedy" | "lazy" | "possessive";

export type Anchor =
  | "start"
  | "line-start"
  | "end"
  | "end-or-last-newline"
  | "line-end"
  | "word"
  | "not-word"
  | "first-position";

/** A pattern as a tree; every character is a byte. */
export type PatternNode =
  | { readonly kind: "bytes"; readonly set: ByteSet }
  | { readonly kind: "sequence"; readonly items: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly options: readonly PatternNode[] }
  | { readonly kind: "capture"; readonly index: number; readonly body: PatternNode }
  | {
      readonly kind: "repeat";
      readonly body: PatternNode;
      readonly min: number;
      readonly max: number;
      readonly mode: RepeatMode;
    }
  | { readonly kind: "atomic"; readonly body: PatternNode }
  | {
      readonly kind: "look";
      readonly behind: boolean;
      readonly negative: boolean;
      readonly body: PatternNode;
    }
  | { readonly kind: "anchor"; readonly anchor: Anchor }
  | { readonly kind: "reference"; readonly index: number; readonly fold: boolean }
  | { readonly kind: "keep" };

export interface Pattern {
  readonly root: PatternNode;
  /** Capturing groups in it. */
  readonly groups: number;
}

/** The options i, m, s and x. */
export interface PatternFlags {
  readonly caseless?: boolean;
  readonly multiline?: boolean;
  readonly dotAll?: boolean;
  readonly extended?: boolean;
}

/** A pattern PCRE refuses, or one this room does not know (recursion, conditions, verbs, Unicode properties). */
export class PatternError extends Error {
  constructor(
    readonly pattern: string,
    /** Byte where it was noticed. */
    readonly offset: number,
    readonly problem: string,
  ) {
    super(`${problem} at ${offset} in ${pattern}`);
    this.name = "PatternError";
  }
}
