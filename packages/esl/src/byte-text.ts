import { isAscii } from "node:buffer";
import { latin1 } from "./byte-slice.js";
import { isAsciiText } from "./fold-case.js";
import { type Decoded, decodeBytes } from "./utf8.js";

/** From this length on V8 makes a slice a view of the whole text (SlicedString::kMinLength); a shorter one is a copy. */
const VIEW_LENGTH = 13;

/**
 * A piece of a frame that is searched as Latin-1 text, where a position in the text is the position in the bytes.
 * Long values are cut out of the bytes and not out of the text: a slice of a string would keep the whole text in memory as
 * long as someone holds the value.
 */
export class ByteText {
  readonly bytes: Buffer;
  #text: string | undefined;
  #ascii: boolean | undefined;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get text(): string {
    this.#text ??= this.bytes.toString("latin1");
    return this.#text;
  }

  get ascii(): boolean {
    this.#ascii ??= isAscii(this.bytes);
    return this.#ascii;
  }

  /** A header's name. Cheaper than a copy, and nobody keeps names: as a key of an object it is copied anyway. */
  name(start: number, end: number): string {
    const piece = this.text.slice(start, end);
    return this.ascii || isAsciiText(piece) ? piece : this.slice(start, end).text;
  }

  /** The text of a range as it stands, with UTF-8 decoded. */
  slice(start: number, end: number): Decoded {
    const piece = this.text.slice(start, end);
    if (!this.ascii && !isAsciiText(piece)) return decodeBytes(this.bytes, start, end);
    if (piece.length < VIEW_LENGTH) return { text: piece, lossy: false };
    return { text: latin1(this.bytes, start, end), lossy: false };
  }
}
