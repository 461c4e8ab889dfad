/** Which characters of a kind of text must not be copied as they are; indexed by code, everything beyond ASCII counts as well. */
export type Specials = Uint8Array;

export function specialsOf(characters: string): Specials {
  const specials = new Uint8Array(128);
  for (const character of characters) specials[character.charCodeAt(0)] = 1;
  return specials;
}

/** Collects a long text that is ASCII but for a few places: bytes cost neither a string a piece nor a chain of them. */
export class AsciiWriter {
  #bytes = Buffer.allocUnsafe(64 * 1024);
  #length = 0;
  readonly #done: string[] = [];
  /** Code of the last character, 0 at the start. */
  last = 0;

  /** Copies ASCII up to the first special character. @returns how far it came */
  copy(text: string, from: number, to: number, specials: Specials): number {
    this.#reserve(to - from);
    const bytes = this.#bytes;
    let length = this.#length;
    let at = from;
    for (; at < to; at++) {
      const code = text.charCodeAt(at);
      if (code > 127 || specials[code] === 1) break;
      bytes[length++] = code;
    }
    this.#length = length;
    if (at > from) this.last = bytes[length - 1] ?? 0;
    return at;
  }

  /** Any text, as it is. */
  write(text: string): void {
    const at = this.copy(text, 0, text.length, NONE);
    if (at === text.length) return;
    this.#flush();
    this.#done.push(text.slice(at));
    this.last = text.charCodeAt(text.length - 1);
  }

  repeat(code: number, count: number): void {
    if (count === 0) return;
    this.#reserve(count);
    this.#bytes.fill(code, this.#length, this.#length + count);
    this.#length += count;
    this.last = code;
  }

  toString(): string {
    this.#flush();
    return this.#done.join("");
  }

  #flush(): void {
    this.#done.push(this.#bytes.toString("latin1", 0, this.#length));
    this.#length = 0;
  }

  #reserve(count: number): void {
    const wanted = this.#length + count;
    if (wanted <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(wanted, this.#bytes.length * 2));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}

const NONE = specialsOf("");
