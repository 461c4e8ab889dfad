import type { ByteText } from "./byte-text.js";
import type { SpanFormat, SpanIndex } from "./span-source.js";
import { urlDecode } from "./url-coding.js";
import type { Decoded } from "./utf8.js";

/** What switch_event_serialize writes for a value that encodes to nothing. */
const UNDEFINED_VALUE = "_undef_";
const BLANK = 0x20;
const SCRATCH_KEPT = 4096;

/** `Name: value` lines with values as they are: outer headers and commands. */
export const rawLines: SpanFormat = {
  index: (block) => indexLines(block.text).index,
  name: (block, start, end) => block.name(start, end),
  value: (block, start, end) => block.slice(start, end),
};

/** `Name: value` lines with URL-encoded values: plain events and the reply to `connect`. */
export const encodedLines: SpanFormat = {
  ...rawLines,
  value(block: ByteText, start: number, end: number): Decoded {
    const piece = block.text.slice(start, end);
    if (piece === UNDEFINED_VALUE) return { text: "", lossy: false };
    if (!piece.includes("%")) return block.slice(start, end);
    if (block.ascii) return urlDecode(piece);
    const raw = block.slice(start, end);
    const decoded = urlDecode(raw.text);
    return raw.lossy ? { text: decoded.text, lossy: true } : decoded;
  },
};

/** Filled afresh by each call: an array that grows by itself is copied again and again while it does. */
const scratch: number[] = [];

/**
 * Walks lines up to the first empty one; those without a colon, or with nothing before it, are ignored. `end` is where the
 * empty line starts, or the length of the text when there is none.
 */
export function indexLines(text: string): { index: SpanIndex; end: number } {
  let count = 0;
  let start = 0;
  // The next colon is searched once, not once per line: many lines without any must not cost a scan each.
  let colon = -1;
  while (start < text.length) {
    const lf = text.indexOf("\n", start);
    const end = lf < 0 ? text.length : lf;
    if (end === start) break;
    if (colon < start) colon = text.indexOf(":", start);
    if (colon < 0) colon = text.length;
    if (colon > start && colon < end) {
      scratch[count++] = start;
      scratch[count++] = colon;
      scratch[count++] = skipBlanks(text, colon + 1, end);
      scratch[count++] = end;
    }
    start = end + 1;
  }
  const index = { spans: takeScratch(count), escapedNames: false };
  return { index, end: Math.min(start, text.length) };
}

/** A copy, and after an unusually long block the room it took is given back. */
function takeScratch(count: number): number[] {
  const spans = scratch.slice(0, count);
  if (scratch.length > SCRATCH_KEPT) scratch.length = SCRATCH_KEPT;
  return spans;
}

function skipBlanks(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text.charCodeAt(at) === BLANK) at++;
  return at;
}
