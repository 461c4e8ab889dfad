import type { Reader } from "./reader.js";

const CONTROLS: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 };

/** Up to so many octal digits. */
function octal(reader: Reader, first: string, most: number): number {
  let digits = first;
  while (digits.length < most && /[0-7]/.test(reader.peek())) digits += reader.take();
  return Number.parseInt(digits, 8) & 0xff;
}

function hexadecimal(reader: Reader): number {
  const braced = reader.match(/^\{([0-9a-f]+)\}/i);
  if (braced) {
    const value = Number.parseInt(braced[1] ?? "0", 16);
    if (value > 0xff) reader.fail("character value in \\x{} or \\o{} is too large");
    return value;
  }
  return Number.parseInt(reader.match(/^[0-9a-f]{1,2}/i)?.[0] ?? "0", 16);
}

/**
 * The byte an escape stands for, in a class or outside; the backslash and the letter are read. Letters that mean nothing
 * stand for themselves, as PCRE has it without PCRE_EXTRA.
 */
export function escapedByte(reader: Reader, letter: string): number {
  const control = CONTROLS[letter];
  if (control !== undefined) return control;
  if (letter === "x") return hexadecimal(reader);
  if (letter === "c") return reader.take().toUpperCase().charCodeAt(0) ^ 64;
  if (/[0-7]/.test(letter)) return octal(reader, letter, 3);
  if (/[luLUNpPX]/.test(letter)) reader.fail(`\\${letter} is not supported`);
  return letter.charCodeAt(0);
}
