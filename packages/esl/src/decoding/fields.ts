import { latin1 } from "./byte-slice.js";
import type { EventParts } from "./event-parts.js";
import { foldCase } from "./fold-case.js";
import type { HeaderName } from "./header-name.js";
import { type HeaderVisit, searchAll } from "./header-source.js";
import { scanner, sharedRows } from "./scanner.js";
import type { Decoded } from "./utf8.js";

/** Where the parts of one event lie in its bytes. */
export interface Layout {
  /** Four numbers a header: where its name starts and ends, where its value starts and ends. */
  readonly rows: ArrayLike<number>;
  /** How many of the numbers are headers'. */
  length: number;
  /** Where the body starts and ends; undefined when there is none. */
  body?: readonly [start: number, end: number] | undefined;
  /** The event was cut or malformed. */
  damaged: boolean;
  /** Some names stand escaped, so comparing bytes does not find them. */
  readonly escapedNames?: boolean;
}

/** The text of a range. */
export type Decode = (bytes: Buffer, start: number, end: number) => Decoded;

/** What differs between the formats. */
export interface Format {
  locate(bytes: Buffer, start: number, end: number): Layout;
  readonly name: Decode;
  readonly value: Decode;
  readonly body: Decode;
  /** Tells texts that this format decodes from equal bytes that another one decodes; names are of kind 0. */
  readonly kind: number;
}

/** Of how many bytes the scanner recalls a text at most. */
const LONGEST_RECALLED = 64;

/** The event whose rows lie in the table that all share; it holds as long as no other event is asked. */
let current: Layout | undefined;
/** What the texts in the scanner's slots were decoded to: most names and values were in an event before. */
const recalled: (Decoded | undefined)[] = Array.from({ length: 1024 });

/** Headers and body still in their wire form: found when first asked for, decoded one by one. */
export class Fields implements EventParts {
  readonly #bytes: Buffer;
  readonly #start: number;
  readonly #end: number;
  readonly #format: Format;
  #layout: Layout | undefined;

  constructor(bytes: Buffer, start: number, end: number, format: Format) {
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    this.#format = format;
  }

  get(name: HeaderName): string | undefined {
    const layout = this.#located();
    if (!name.ascii || layout.escapedNames) return searchAll(this, name.lower);
    const bytes = this.#bytes;
    const row = findRow(layout, bytes, name);
    const { value, kind } = this.#format;
    return row < 0 ? undefined : read(layout, row + 2, bytes, value, kind).text;
  }

  each(visit: HeaderVisit): void {
    const layout = this.#located();
    const bytes = this.#bytes;
    const { name, value, kind } = this.#format;
    for (let row = 0; row < layout.length; row += 4) {
      const { text, lossy } = read(layout, row + 2, bytes, value, kind);
      visit(read(layout, row, bytes, name, 0).text, text, lossy);
    }
  }

  body(): Decoded | undefined {
    const { body } = this.#located();
    const decoded = body && this.#format.body(this.#bytes, ...body);
    return decoded?.text ? decoded : undefined;
  }

  isDamaged(): boolean {
    return this.#located().damaged;
  }

  #located(): Layout {
    const known = this.#layout;
    if (known && (known === current || known.rows !== sharedRows)) return known;
    current = undefined;
    const layout = this.#format.locate(this.#bytes, this.#start, this.#end);
    if (layout.rows === sharedRows) current = layout;
    this.#layout = layout;
    return layout;
  }
}

/** Where the row of the last header of that name starts; negative when there is none. */
function findRow({ rows, length }: Layout, bytes: Buffer, { lower, place }: HeaderName): number {
  if (rows === sharedRows && place) return scanner!.find(length >> 2, place, lower.length) * 4;
  for (let row = length - 4; row >= 0; row -= 4) {
    const start = rows[row]!;
    const end = rows[row + 1]!;
    if (end - start === lower.length && foldCase(latin1(bytes, start, end)) === lower) return row;
  }
  return -1;
}

/** The text between two numbers of a row. One that was decoded before is not decoded again. */
function read({ rows }: Layout, at: number, bytes: Buffer, decode: Decode, kind: number): Decoded {
  const start = rows[at]!;
  const end = rows[at + 1]!;
  if (rows !== sharedRows || end - start > LONGEST_RECALLED) return decode(bytes, start, end);
  const slot = scanner!.recall(start, end - start, kind);
  const known = slot < 0 ? undefined : recalled[slot];
  if (known) return known;
  const place = slot < 0 ? ~slot : slot;
  // The slot holds other bytes already: if decoding should fail, nobody may find what belonged to the former ones.
  recalled[place] = undefined;
  const decoded = decode(bytes, start, end);
  recalled[place] = decoded;
  return decoded;
}
