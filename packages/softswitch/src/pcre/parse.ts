import { ANY, byteSet, ESCAPED, folded, NOT_NEWLINE } from "./byte-sets.js";
import { readClass } from "./character-class.js";
import { escapedByte } from "./escapes.js";
import { readGroup } from "./groups.js";
import { withQuantifiers } from "./quantifiers.js";
import { Reader } from "./reader.js";
import type { Anchor, ByteSet, Pattern, PatternFlags, PatternNode } from "./types.js";

/** What the parser knows while it goes: options of the group it is in, groups so far and their names. */
export class Parser {
  readonly reader: Reader;
  flags: Required<PatternFlags>;
  groups = 0;
  readonly names = new Map<string, number>();
  readonly #named: (() => void)[] = [];
  #highest = 0;

  constructor(text: string, flags: PatternFlags) {
    this.reader = new Reader(text);
    this.flags = { caseless: false, multiline: false, dotAll: false, extended: false, ...flags };
  }

  parse(): Pattern {
    const root = this.choice();
    if (!this.reader.done) this.reader.fail("unmatched parentheses");
    for (const resolve of this.#named) resolve();
    if (this.#highest > this.groups) this.reader.fail("reference to non-existent subpattern");
    return { root, groups: this.groups };
  }

  /** Alternatives up to the end of the group. */
  choice(): PatternNode {
    const options = [this.#sequence()];
    while (this.reader.skip("|")) options.push(this.#sequence());
    const [only] = options;
    return options.length === 1 && only ? only : { kind: "choice", options };
  }

  bytes(set: ByteSet): PatternNode {
    return { kind: "bytes", set: this.flags.caseless ? folded(set) : set };
  }

  literal(byte: number): PatternNode {
    return this.bytes(byteSet(String.fromCharCode(byte)));
  }

  reference(index: number): PatternNode {
    if (index < 1) this.reader.fail("a numbered reference must not be zero");
    this.#highest = Math.max(this.#highest, index);
    return { kind: "reference", index, fold: this.flags.caseless };
  }

  /** The name may come later in the pattern. */
  namedReference(name: string): PatternNode {
    const node = { kind: "reference", index: 0, fold: this.flags.caseless } as const;
    const resolved: { kind: "reference"; index: number; fold: boolean } = { ...node };
    this.#named.push(() => {
      const index = this.names.get(name);
      if (index === undefined) this.reader.fail("reference to non-existent subpattern");
      resolved.index = index;
    });
    return resolved;
  }

  #sequence(): PatternNode {
    const items: PatternNode[] = [];
    while (!this.reader.done && !/[|)]/.test(this.reader.peek())) items.push(...this.#item());
    return { kind: "sequence", items };
  }

  #item(): PatternNode[] {
    const { reader } = this;
    if (this.flags.extended && reader.match(/^(?:[ \t-\r]+|#[^\n]*\n?)/)) return [];
    if (reader.skip("\\Q")) return this.#quoted();
    if (reader.skip("\\E")) return [];
    const node = this.#atom();
    return node ? [withQuantifiers(this, node)] : [];
  }

  /** The characters of `\Q…\E`; a quantifier behind it is for the last one. */
  #quoted(): PatternNode[] {
    const text = this.reader.match(/^(.*?)(?:\\E|$)/s)?.[1] ?? "";
    const nodes = [...text].map((character) => this.literal(character.charCodeAt(0)));
    const last = nodes.pop();
    return last ? [...nodes, withQuantifiers(this, last)] : [];
  }

  /** Undefined for what stands for nothing: options, comments. */
  #atom(): PatternNode | undefined {
    const { reader, flags } = this;
    const character = reader.take();
    switch (character) {
      case ".":
        return { kind: "bytes", set: flags.dotAll ? ANY : NOT_NEWLINE };
      case "^":
        return anchor(flags.multiline ? "line-start" : "start");
      case "$":
        return anchor(flags.multiline ? "line-end" : "end-or-last-newline");
      case "[":
        return { kind: "bytes", set: readClass(reader, flags.caseless) };
      case "(":
        return readGroup(this);
      case "\\":
        return this.#escape(reader.take());
      case "*":
      case "+":
      case "?":
        return reader.fail("nothing to repeat");
      case "{":
        // Otherwise a brace is a character like any other.
        if (/^\d+(,\d*)?\}/.test(reader.text.slice(reader.at))) reader.fail("nothing to repeat");
        return this.literal(character.charCodeAt(0));
      default:
        return this.literal(character.charCodeAt(0));
    }
  }

  #escape(letter: string): PatternNode {
    const { reader } = this;
    const set = ESCAPED[letter];
    if (set) return { kind: "bytes", set };
    const known = ANCHORS[letter];
    if (known) return anchor(known);
    if (letter === "N" && /^\{(?!\d+(?:,\d*)?\})/.test(reader.text.slice(reader.at)))
      reader.fail("\\N{name} is not supported");
    if (letter === "N") return { kind: "bytes", set: NOT_NEWLINE };
    if (letter === "C") return { kind: "bytes", set: ANY };
    if (letter === "K") return { kind: "keep" };
    if (letter === "R") return NEWLINE_SEQUENCE;
    if (letter === "g" || letter === "k") return this.#marked(letter);
    if (/[1-9]/.test(letter)) return this.#numbered(letter);
    return this.literal(escapedByte(reader, letter));
  }

  /** Above 9 it is a group only if so many came before; else an octal number. */
  #numbered(first: string): PatternNode {
    const more = /^\d*/.exec(this.reader.text.slice(this.reader.at))?.[0] ?? "";
    const index = Number(first + more);
    if (index < 10 || index <= this.groups) {
      this.reader.at += more.length;
      return this.reference(index);
    }
    if (/[89]/.test(first)) this.reader.fail("reference to non-existent subpattern");
    return this.literal(escapedByte(this.reader, first));
  }

  #marked(letter: string): PatternNode {
    const { reader } = this;
    const number = letter === "g" ? reader.match(/^(?:\{(-?\d+)\}|(-?\d+))/) : null;
    if (number) {
      const index = Number(number[1] ?? number[2]);
      return this.reference(index < 0 ? this.groups + 1 + index : index);
    }
    const name = reader.match(letter === "g" ? /^\{(\w+)\}/ : /^(?:\{(\w+)\}|<(\w+)>|'(\w+)')/);
    if (!name) return reader.fail(`\\${letter} is not followed by a name or number`);
    return this.namedReference(name[1] ?? name[2] ?? name[3] ?? "");
  }
}

const anchor = (which: Anchor): PatternNode => ({ kind: "anchor", anchor: which });

const ANCHORS: Readonly<Record<string, Anchor>> = {
  A: "start",
  z: "end",
  Z: "end-or-last-newline",
  b: "word",
  B: "not-word",
  G: "first-position",
};

const bytes = (set: ByteSet): PatternNode => ({ kind: "bytes", set });

const NEWLINE_SEQUENCE: PatternNode = {
  kind: "atomic",
  body: {
    kind: "choice",
    options: [
      { kind: "sequence", items: [bytes(byteSet("\r")), bytes(byteSet("\n"))] },
      bytes(byteSet("\x85", "\n\r")),
    ],
  },
};

/** @throws PatternError */
export const parsePattern = (text: string, flags: PatternFlags = {}): Pattern =>
  new Parser(text, flags).parse();
