import { latin1 } from "./byte-slice.js";
import { isAsciiText, isCodeFolded } from "./fold-case.js";
import type { HeaderName } from "./header-name.js";
import { type HeaderSource, type HeaderVisit, searchAll } from "./header-source.js";
import { LineTable } from "./line-table.js";
import type { Slab } from "./slab.js";
import { unescapeBytes, urlDecode } from "./url-decode.js";
import { type Decoded, decodeBytes } from "./utf8.js";

/** What switch_event_serialize writes for a value that encodes to nothing. */
const UNDEFINED_VALUE = "_undef_";
const BLANK = 0x20;
const COLON = 0x3a;
const CASE_BIT = 0x20;
/** From this length on V8 makes a slice a view of the whole text (SlicedString::kMinLength); a shorter one is a copy. */
const VIEW_LENGTH = 13;

const shared = new LineTable();

/**
 * `Name: value` lines in their wire form. Lines without a colon, or with nothing before it, are ignored. An event costs no
 * table of its own: its lines are found when it is first asked, in a table all share, which holds as long as no other
 * event is asked. Only an event that is asked again after that gets its own.
 */
export class LineSource implements HeaderSource {
  protected readonly slab: Slab;
  protected readonly end: number;
  readonly #start: number;
  readonly #encoded: boolean;
  #ticket = 0;
  #own: Int32Array | undefined;
  #count = 0;
  #stop = 0;
  #ascii = false;

  /** @param encoded values are URL-encoded: plain events and the reply to `connect`, but not outer headers and commands */
  constructor(slab: Slab, start: number, end: number, encoded: boolean) {
    this.slab = slab;
    this.#start = start;
    this.end = end;
    this.#encoded = encoded;
  }

  get(name: HeaderName): string | undefined {
    if (!name.plain) return searchAll(this, name.lower);
    const starts = this.#starts();
    const line = this.#find(name, starts);
    if (line < 0) return undefined;
    return this.#value(starts[line]! + name.lower.length + 1, starts[line + 1]! - 1);
  }

  each(visit: HeaderVisit): void {
    const starts = this.#starts();
    const { bytes } = this.slab;
    const base = starts[0]!;
    const text = latin1(bytes, base, Math.min(starts[this.#count]!, this.end));
    // The next colon and the next escape are searched once, not once per line: most lines have no escape.
    let colon = -1;
    let escaped = this.#encoded ? -1 : text.length;
    for (let line = 0; line < this.#count; line++) {
      const start = starts[line]! - base;
      const end = starts[line + 1]! - 1;
      if (colon < start) colon = text.indexOf(":", start);
      if (colon < 0) return;
      if (colon === start || base + colon >= end) continue;
      const at = this.#skipBlanks(base + colon + 1, end);
      if (escaped < at - base) escaped = nextEscape(text, at - base);
      const name = this.#name(text.slice(start, colon), base + start);
      const piece =
        end - at < VIEW_LENGTH ? text.slice(at - base, end - base) : latin1(bytes, at, end);
      const quick = this.#quick(piece, base + escaped < end, at, end);
      if (quick !== undefined) visit(name, quick, false);
      else this.#visitSlow(visit, name, at, end);
    }
  }

  /** Where the empty line starts that ends the lines; the end of the block when there is none. */
  protected get stop(): number {
    this.#starts();
    return this.#stop;
  }

  /** Of how many lines the headers are in; asked once, before the first header is read. */
  protected headerLines(_starts: Int32Array, count: number, _stop: number): number {
    return count;
  }

  #find({ lower, middle, last }: HeaderName, starts: Int32Array): number {
    const { bytes } = this.slab;
    const { length } = lower;
    const half = length >> 1;
    for (let line = this.#count - 1; line >= 0; line--) {
      const start = starts[line]!;
      const colon = start + length;
      if (bytes[colon] !== COLON || (bytes[colon - 1]! | CASE_BIT) !== last) continue;
      if ((bytes[start + half]! | CASE_BIT) !== middle || colon >= starts[line + 1]! - 1) continue;
      if (equalsFolded(bytes, start, lower)) return line;
    }
    return -1;
  }

  #starts(): Int32Array {
    if (this.#own !== undefined) return this.#own;
    if (this.#ticket === shared.ticket) return shared.starts;
    const isFirst = this.#ticket === 0;
    shared.fill(this.slab, this.#start, this.end);
    this.#ticket = shared.ticket;
    if (!isFirst) this.#own = shared.starts.slice(0, shared.count + 1);
    this.#stop = shared.stop;
    this.#ascii = shared.ascii;
    this.#count = this.headerLines(shared.starts, shared.count, shared.stop);
    return shared.starts;
  }

  #value(from: number, to: number): string {
    const at = this.#skipBlanks(from, to);
    const text = latin1(this.slab.bytes, at, to);
    return this.#quick(text, text.includes("%"), at, to) ?? this.#decode(at, to).text;
  }

  /** The value when nothing in it is lost: as it stands, or with its escapes undone. */
  #quick(piece: string, escaped: boolean, at: number, to: number): string | undefined {
    if (!this.#ascii && !isAsciiText(piece)) return undefined;
    if (!this.#encoded) return piece;
    if (piece === UNDEFINED_VALUE) return "";
    if (!escaped) return piece;
    const { text, lossy } = unescapeBytes(this.slab.bytes, at, to);
    return lossy ? undefined : text;
  }

  #visitSlow(visit: HeaderVisit, name: string, at: number, to: number): void {
    const { text, lossy } = this.#decode(at, to);
    visit(name, text, lossy);
  }

  /** A view of the block's text is cheaper than a copy, and nobody keeps names: as a key of an object it is copied anyway. */
  #name(piece: string, at: number): string {
    if (this.#ascii || isAsciiText(piece)) return piece;
    return decodeBytes(this.slab.bytes, at, at + piece.length).text;
  }

  #decode(at: number, to: number): Decoded {
    const { bytes } = this.slab;
    const raw = decodeBytes(bytes, at, to);
    if (!this.#encoded) return raw;
    const decoded = urlDecode(raw.text);
    return raw.lossy ? { text: decoded.text, lossy: true } : decoded;
  }

  #skipBlanks(from: number, to: number): number {
    const { bytes } = this.slab;
    let at = from;
    while (at < to && bytes[at] === BLANK) at++;
    return at;
  }
}

function nextEscape(text: string, from: number): number {
  const at = text.indexOf("%", from);
  return at < 0 ? text.length : at;
}

/** Whether the bytes at `start` are `lower`, an ASCII name in lower case, in whatever case. */
function equalsFolded(bytes: Buffer, start: number, lower: string): boolean {
  for (let i = 0; i < lower.length; i++) {
    const code = bytes[start + i]!;
    const wanted = lower.charCodeAt(i);
    if (code !== wanted && !isCodeFolded(code, wanted)) return false;
  }
  return true;
}
