const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", s: " " };

/** Cuts a line where switch_utils.c (separate_string_blank_delim) does: at blanks outside `'…'`. */
function cutAtBlanks(line: string, limit: number): string[] {
  const parts: string[] = [];
  let at = 0;
  while (at < line.length) {
    while (line[at] === " ") at += 1;
    if (at >= line.length) break;
    if (parts.length === limit - 1) return [...parts, line.slice(at)];
    const start = at;
    let quoted = false;
    for (; at < line.length && (quoted || line[at] !== " "); at += 1) {
      if (line[at] === "\\") at += 1;
      else if (line[at] === "'") quoted = !quoted;
    }
    parts.push(line.slice(start, at));
  }
  return parts;
}

function cutAt(line: string, delimiter: string, limit: number): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < line.length && parts.length < limit - 1; at += 1) {
    if (line[at] === "\\") at += 1;
    else if (line[at] === "'") quoted = !quoted;
    else if (line[at] === delimiter && !quoted) {
      parts.push(line.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, line.slice(start)];
}

function unescaped(next: string | undefined, delimiter: string): string | undefined {
  if (next === undefined) return undefined;
  const literal = next === "'" || next === '"' || next === "\\" || next === delimiter;
  return literal ? next : ESCAPES[next];
}

/** Quotes go, escapes become characters, blanks at the ends that no quote holds go (cleanup_separated_string). */
function clean(part: string, delimiter: string): string {
  let text = "";
  let kept = 0;
  let quoted = false;
  for (let at = part.length - part.trimStart().length; at < part.length; at += 1) {
    const character = part[at] ?? "";
    const resolved = character === "\\" ? unescaped(part[at + 1], delimiter) : undefined;
    if (resolved !== undefined) {
      at += 1;
      text += resolved;
      kept = text.length;
    } else if (character === "'" && (quoted || part.includes("'", at + 1))) {
      quoted = !quoted;
      if (quoted) kept = text.length;
    } else {
      text += character;
      if (character !== " " || quoted) kept = text.length;
    }
  }
  return text.slice(0, kept);
}

/**
 * FreeSWITCH's argument splitting: blanks (or the delimiter that `^^<c>` announces), `'…'` quotes, `\` escapes.
 * Beyond `limit` parts the last one holds the rest.
 */
export function splitArguments(line: string, delimiter = " ", limit = 25): string[] {
  if (line.startsWith("^^") && line.length > 2) {
    return splitArguments(line.slice(3), line[2], limit);
  }
  if (delimiter === " ") return cutAtBlanks(line, limit).map((part) => clean(part, ""));
  return line === "" ? [] : cutAt(line, delimiter, limit).map((part) => clean(part, delimiter));
}
