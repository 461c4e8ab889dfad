import type { Parser } from "./parse.js";
import type { PatternNode, RepeatMode } from "./types.js";

const MOST = 65_535;

const BOUNDS: Readonly<Record<string, readonly [number, number]>> = {
  "*": [0, Number.POSITIVE_INFINITY],
  "+": [1, Number.POSITIVE_INFINITY],
  "?": [0, 1],
};

/** A brace that is no quantifier is a character; `{,3}` is none. */
function bounds(parser: Parser): readonly [number, number] | undefined {
  const { reader } = parser;
  const simple = reader.match(/^[*+?]/);
  if (simple) return BOUNDS[simple[0]];
  const counted = reader.match(/^\{(\d+)(,?)(\d*)\}/);
  if (!counted) return undefined;
  const min = Number(counted[1]);
  const open = counted[2] !== "" && counted[3] === "";
  const max = counted[2] === "" ? min : open ? Number.POSITIVE_INFINITY : Number(counted[3]);
  if (min > MOST || (!open && max > MOST)) reader.fail("number too big in {} quantifier");
  if (max < min) reader.fail("numbers out of order in {} quantifier");
  return [min, max];
}

/** The node with the quantifiers behind it. */
export function withQuantifiers(parser: Parser, node: PatternNode): PatternNode {
  const { reader } = parser;
  while (reader.match(/^\(\?#[^)]*\)/));
  if (parser.flags.extended) reader.match(/^(?:[ \t-\r]+|#[^\n]*\n?)+/);
  const found = bounds(parser);
  if (!found) return node;
  if (node.kind === "anchor" || node.kind === "keep") reader.fail("nothing to repeat");
  const mode: RepeatMode = reader.skip("?") ? "lazy" : reader.skip("+") ? "possessive" : "greedy";
  const [min, max] = found;
  return { kind: "repeat", body: node, min, max, mode };
}
