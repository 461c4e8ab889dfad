const QUOTE = '"';

/** Index after the quoted string that starts at `from`; -1 when it does not end. */
export function endOfQuoted(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === QUOTE) return at + 1;
  }
  return -1;
}

/** Splits at a separator that stands neither in quotes nor in angle brackets. Pieces are trimmed, empty ones kept. */
export function splitOutside(text: string, separator: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let inBrackets = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === QUOTE && !inBrackets) {
      const end = endOfQuoted(text, at);
      if (end < 0) break;
      at = end - 1;
    } else if (char === "<") inBrackets = true;
    else if (char === ">") inBrackets = false;
    else if (char === separator && !inBrackets) {
      pieces.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  pieces.push(text.slice(start).trim());
  return pieces;
}

/** The text of a quoted string, or the text itself when it is not quoted. */
export function unquote(text: string): string {
  if (!text.startsWith(QUOTE)) return text;
  const end = endOfQuoted(text, 0);
  return text.slice(1, end < 0 ? undefined : end - 1).replace(/\\(.)/gs, "$1");
}

export const quote = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;

/** `;name=value` pieces by name in lower case; a flag has an empty value, quotes are gone. The first of equals counts. */
export function parseParams(pieces: readonly string[]): ReadonlyMap<string, string> {
  const params = new Map<string, string>();
  for (const piece of pieces) {
    if (piece === "") continue;
    const at = piece.indexOf("=");
    const name = (at < 0 ? piece : piece.slice(0, at)).trim().toLowerCase();
    const value = at < 0 ? "" : unquote(piece.slice(at + 1).trim());
    if (!params.has(name)) params.set(name, value);
  }
  return params;
}

/** Takes what would end a header line out of text that goes into one. */
export const oneLine = (text: string): string => text.replace(/[\r\n\0]+/g, " ");
