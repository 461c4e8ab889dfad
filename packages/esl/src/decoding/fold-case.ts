const BEYOND_ASCII = /[^\0-\x7f]/;

/** Lower case as strcasecmp sees it: only A to Z have another case. */
export function foldCase(name: string): string {
  if (!BEYOND_ASCII.test(name)) return name.toLowerCase();
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export function isAsciiText(text: string): boolean {
  return !BEYOND_ASCII.test(text);
}
