const TAB = 9;
const LF = 10;
const CR = 13;
const BLANK = 32;

/** What XML calls white space. */
export function isBlank(code: number): boolean {
  return code === BLANK || code === LF || code === TAB || code === CR;
}

/** What switch_xml.c lets a tag begin with: a letter, `_`, `:`, or any byte beyond ASCII. */
export function isNameStart(code: number): boolean {
  const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return isLetter || code === 95 || code === 58 || code > 127;
}

/** Line feeds in `text` from `from` up to but not including `to`. */
export function countLineFeeds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === LF) count++;
  return count;
}

/** As much of `text` as fits into `limit` bytes of UTF-8 without cutting a character. */
export function cutToBytes(text: string, limit: number): string {
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length <= limit) return text;
  return bytes
    .subarray(0, limit)
    .toString("utf8")
    .replace(/\ufffd+$/, "");
}
