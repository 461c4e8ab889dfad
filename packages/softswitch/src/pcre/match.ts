import { isWordByte, otherCase } from "./byte-sets.js";
import { fixedLength } from "./fixed-length.js";
import type { Anchor, ByteSet, Pattern, PatternNode } from "./types.js";

/** One attempt: the text, where groups begin and end, and how much work is left. */
interface Attempt {
  readonly text: string;
  readonly groups: Int32Array;
  steps: number;
  /** Where `\K` put the beginning of the match. */
  kept: number;
}

type Then = (at: number) => boolean;
/** Tries to match at a place and to go on from there. */
type Matcher = (attempt: Attempt, at: number, then: Then) => boolean;

/** A match that costs more is none, as with PCRE's match limit; a client's text must not stop the switch. */
const STEPS = 1_000_000;

class TooMuchWork extends Error {}

const byteAt = (text: string, at: number): number => text.charCodeAt(at);

const isWordAt = (text: string, at: number): boolean =>
  at >= 0 && at < text.length && isWordByte(byteAt(text, at));

const ANCHOR_TESTS: Readonly<Record<Anchor, (text: string, at: number) => boolean>> = {
  start: (_, at) => at === 0,
  "first-position": (_, at) => at === 0,
  end: (text, at) => at === text.length,
  "end-or-last-newline": (text, at) =>
    at === text.length || (at === text.length - 1 && text[at] === "\n"),
  "line-start": (text, at) => at === 0 || (at < text.length && text[at - 1] === "\n"),
  "line-end": (text, at) => at === text.length || text[at] === "\n",
  word: (text, at) => isWordAt(text, at) !== isWordAt(text, at - 1),
  "not-word": (text, at) => isWordAt(text, at) === isWordAt(text, at - 1),
};

const holds = (set: ByteSet, text: string, at: number): boolean =>
  at < text.length && set[byteAt(text, at)] === 1;

function sequence(items: readonly Matcher[]): Matcher {
  const from = (index: number): Matcher => {
    const first = items[index];
    if (!first) return (_, at, then) => then(at);
    const rest = from(index + 1);
    return (attempt, at, then) => first(attempt, at, (next) => rest(attempt, next, then));
  };
  return from(0);
}

const capture =
  (index: number, body: Matcher): Matcher =>
  (attempt, at, then) => {
    const { groups } = attempt;
    return body(attempt, at, (end) => {
      const [oldStart = -1, oldEnd = -1] = groups.subarray(index * 2, index * 2 + 2);
      groups[index * 2] = at;
      groups[index * 2 + 1] = end;
      if (then(end)) return true;
      groups[index * 2] = oldStart;
      groups[index * 2 + 1] = oldEnd;
      return false;
    });
  };

/** Matches its body once and never comes back to it. */
const atomic =
  (body: Matcher): Matcher =>
  (attempt, at, then) => {
    const before = Int32Array.from(attempt.groups);
    let end = -1;
    const found = body(attempt, at, (next) => {
      end = next;
      return true;
    });
    if (found && then(end)) return true;
    attempt.groups.set(before);
    return false;
  };

/** Repeats one byte: counts first, so that long texts need no deep recursion. */
function repeatBytes(node: PatternNode & { kind: "repeat" }, set: ByteSet): Matcher {
  const { min, max, mode } = node;
  return (attempt, at, then) => {
    const { text } = attempt;
    const most = Math.min(max, text.length - at);
    let count = 0;
    const wanted = mode === "lazy" ? min : most;
    while (count < wanted && holds(set, text, at + count)) count += 1;
    if (count < min) return false;
    spend(attempt, count);
    if (mode === "possessive") return then(at + count);
    if (mode === "greedy") {
      for (; count >= min; count -= 1) if (then(at + count)) return true;
      return false;
    }
    for (; ; count += 1) {
      if (then(at + count)) return true;
      if (count >= most || !holds(set, text, at + count)) return false;
    }
  };
}

/** A round that matches nothing ends the repetition, or it would never end. */
function repeatAny(node: PatternNode & { kind: "repeat" }, body: Matcher): Matcher {
  const { min, max, mode } = node;
  const round = (attempt: Attempt, at: number, count: number, then: Then): boolean => {
    spend(attempt, 1);
    const again = (): boolean =>
      count < max &&
      body(attempt, at, (next) =>
        next === at && count >= min ? then(next) : round(attempt, next, count + 1, then),
      );
    if (count < min) return again();
    return mode === "lazy" ? then(at) || again() : again() || then(at);
  };
  const all: Matcher = (attempt, at, then) => round(attempt, at, 0, then);
  return mode === "possessive" ? atomic(all) : all;
}

function spend(attempt: Attempt, steps: number): void {
  attempt.steps -= steps;
  if (attempt.steps < 0) throw new TooMuchWork();
}

/** Tries every alternative as far back as it is long. */
function behind(node: PatternNode): Matcher {
  const options = node.kind === "choice" ? node.options : [node];
  const tries = options.map((option) => ({ length: fixedLength(option) ?? 0, run: build(option) }));
  return (attempt, at, then) =>
    tries.some(
      ({ length, run }) =>
        at >= length && run(attempt, at - length, (end) => end === at && then(end)),
    );
}

/** Only a look that succeeds and is not negative keeps its groups. */
function look(node: PatternNode & { kind: "look" }): Matcher {
  const body = atomic(node.behind ? behind(node.body) : build(node.body));
  return (attempt, at, then) => {
    if (!node.negative) return body(attempt, at, () => then(at));
    const before = Int32Array.from(attempt.groups);
    const found = body(attempt, at, () => true);
    attempt.groups.set(before);
    return !found && then(at);
  };
}

/** A group that has not matched cannot be referred to: no match, unlike in JavaScript. */
const reference =
  (index: number, fold: boolean): Matcher =>
  (attempt, at, then) => {
    const { text, groups } = attempt;
    const start = groups[index * 2] ?? -1;
    const length = (groups[index * 2 + 1] ?? -1) - start;
    if (start < 0 || at + length > text.length) return false;
    for (let offset = 0; offset < length; offset += 1) {
      const [wanted, found] = [byteAt(text, start + offset), byteAt(text, at + offset)];
      if (wanted !== found && !(fold && otherCase(wanted) === found)) return false;
    }
    return then(at + length);
  };

function build(node: PatternNode): Matcher {
  switch (node.kind) {
    case "bytes":
      return (attempt, at, then) => {
        spend(attempt, 1);
        return holds(node.set, attempt.text, at) && then(at + 1);
      };
    case "sequence":
      return sequence(node.items.map(build));
    case "choice": {
      const options = node.options.map(build);
      return (attempt, at, then) => options.some((option) => option(attempt, at, then));
    }
    case "capture":
      return capture(node.index, build(node.body));
    case "repeat":
      return node.body.kind === "bytes"
        ? repeatBytes(node, node.body.set)
        : repeatAny(node, build(node.body));
    case "atomic":
      return atomic(build(node.body));
    case "look":
      return look(node);
    case "anchor": {
      const test = ANCHOR_TESTS[node.anchor];
      return (attempt, at, then) => test(attempt.text, at) && then(at);
    }
    case "reference":
      return reference(node.index, node.fold);
    case "keep":
      return keep;
  }
}

const keep: Matcher = (attempt, at, then) => {
  const before = attempt.kept;
  attempt.kept = at;
  if (then(at)) return true;
  attempt.kept = before;
  return false;
};

/** Start and end of the whole match and of each group, -1 for one that took no part. */
export type Found = readonly number[];

/** Makes a function that searches a text of bytes from its beginning. */
export function matcher({ root, groups }: Pattern): (text: string) => Found | undefined {
  const run = build(root);
  return (text) => {
    const attempt = { text, groups: new Int32Array((groups + 1) * 2), steps: STEPS, kept: -1 };
    try {
      for (let start = 0; start <= text.length; start += 1) {
        attempt.groups.fill(-1);
        attempt.kept = -1;
        const end = ends(run, attempt, start);
        if (end === undefined) continue;
        return [attempt.kept < 0 ? start : attempt.kept, end, ...attempt.groups.subarray(2)];
      }
      return undefined;
    } catch (error) {
      // PCRE gives up too: at its match limit, or where its recursion gets too deep.
      if (error instanceof TooMuchWork || error instanceof RangeError) return undefined;
      throw error;
    }
  };
}

function ends(run: Matcher, attempt: Attempt, start: number): number | undefined {
  let end: number | undefined;
  run(attempt, start, (at) => {
    end = at;
    return true;
  });
  return end;
}
