const BEYOND_ASCII = /[^\0-\x7f]/;
const UPPER_A = 0x41;
const UPPER_Z = 0x5a;

/** Lower case as strcasecmp sees it: only A to Z have another case. */
export function foldCase(name: string): string {
  if (!BEYOND_ASCII.test(name)) return name.toLowerCase();
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export function isAsciiText(text: string): boolean {
  return !BEYOND_ASCII.test(text);
}

/** Whether a character is `lower`, a code that is no capital, in whatever case. */
export function isCodeFolded(code: number, lower: number): boolean {
  return code === lower || (code >= UPPER_A && code <= UPPER_Z && code + 0x20 === lower);
}
