const SLOTS = 1024;
const LONGEST = 32;

/**
 * Hands out one string for equal stretches of a text: ten thousand users repeat the same forty names, and building each anew costs
 * more than comparing. It forgets; of two stretches that fall into one slot the later one stays.
 */
export class StringPool {
  readonly #slots: string[] = new Array<string>(SLOTS).fill("");

  slice(text: string, from: number, to: number): string {
    const length = to - from;
    if (length === 0) return "";
    if (length > LONGEST) return text.slice(from, to);
    const slot = slotOf(text, from, length);
    const known = this.#slots[slot] ?? "";
    if (known.length === length && text.startsWith(known, from)) return known;
    const fresh = text.slice(from, to);
    this.#slots[slot] = fresh;
    return fresh;
  }
}

function slotOf(text: string, from: number, length: number): number {
  const first = text.charCodeAt(from);
  const middle = text.charCodeAt(from + (length >> 1));
  const last = text.charCodeAt(from + length - 1);
  return (first * 31 + middle * 131 + last * 7 + length * 37) & (SLOTS - 1);
}
