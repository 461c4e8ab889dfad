const BEYOND_ASCII = /[^\0-\x7f]/;

/** Lower case as strcasecmp sees it: only A to Z have another case. */
export function foldCase(name: string): string {
  if (!BEYOND_ASCII.test(name)) return name.toLowerCase();
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export function isAsciiText(text: string): boolean {
  return !BEYOND_ASCII.test(text);
}

const REMEMBERED = 1000;
const LONGEST_REMEMBERED = 100;
const known = new Map<string, string>();

/** The same for names that programs ask for: few, and the same ones for every event. */
export function foldKnownCase(name: string): string {
  if (name.length > LONGEST_REMEMBERED) return foldCase(name);
  let folded = known.get(name);
  if (folded === undefined) {
    folded = foldCase(name);
    if (known.size >= REMEMBERED) known.clear();
    known.set(name, folded);
  }
  return folded;
}
