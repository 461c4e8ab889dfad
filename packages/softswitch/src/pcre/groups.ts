import { fixedLengths } from "./fixed-length.js";
import type { Parser } from "./parse.js";
import type { PatternFlags, PatternNode } from "./types.js";

const OPTION_NAMES: Readonly<Record<string, keyof PatternFlags>> = {
  i: "caseless",
  m: "multiline",
  s: "dotAll",
  x: "extended",
};

/** What is inside up to the closing parenthesis; options set there end with it. */
function inside(parser: Parser): PatternNode {
  const { flags } = parser;
  const body = parser.choice();
  if (!parser.reader.skip(")")) parser.reader.fail("missing )");
  parser.flags = flags;
  return body;
}

function capture(parser: Parser, name?: string): PatternNode {
  parser.groups += 1;
  const index = parser.groups;
  if (name !== undefined) {
    if (parser.names.has(name)) parser.reader.fail("two named subpatterns have the same name");
    parser.names.set(name, index);
  }
  return { kind: "capture", index, body: inside(parser) };
}

function look(parser: Parser, behind: boolean, negative: boolean): PatternNode {
  const body = inside(parser);
  if (behind && !fixedLengths(body)) parser.reader.fail("lookbehind assertion is not fixed length");
  return { kind: "look", behind, negative, body };
}

const LOOKS = [
  ["=", false, false],
  ["!", false, true],
  ["<=", true, false],
  ["<!", true, true],
] as const;

/** `(?i-s)` holds up to the end of the group around it, `(?i:…)` inside. */
function options(parser: Parser): PatternNode | undefined {
  const { reader } = parser;
  const found = reader.match(/^([imsx]*)(?:-([imsx]*))?([:)])/);
  if (!found) return reader.fail("this kind of group is not supported");
  const before = parser.flags;
  const flags = { ...before };
  for (const letter of found[1] ?? "") flags[OPTION_NAMES[letter] ?? "caseless"] = true;
  for (const letter of found[2] ?? "") flags[OPTION_NAMES[letter] ?? "caseless"] = false;
  parser.flags = flags;
  if (found[3] === ")") return undefined;
  const body = inside(parser);
  parser.flags = before;
  return body;
}

function special(parser: Parser): PatternNode | undefined {
  const { reader } = parser;
  if (reader.match(/^#[^)]*\)/)) return undefined;
  if (reader.skip(">")) return { kind: "atomic", body: inside(parser) };
  const name = reader.match(/^(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/);
  if (name) return capture(parser, name[1] ?? name[2]);
  const back = reader.match(/^P=(\w+)\)/);
  if (back) return parser.namedReference(back[1] ?? "");
  for (const [sign, behind, negative] of LOOKS) {
    if (reader.skip(sign)) return look(parser, behind, negative);
  }
  return options(parser);
}

/** Reads a group behind its opening parenthesis. Recursion, conditions, verbs and callouts are refused. */
export function readGroup(parser: Parser): PatternNode | undefined {
  if (parser.reader.peek() === "*") parser.reader.fail("verbs are not supported");
  return parser.reader.skip("?") ? special(parser) : capture(parser);
}
