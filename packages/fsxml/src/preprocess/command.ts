/** A preprocessor command found on a line. */
export interface Command {
  /** As written; compare without case. */
  readonly name: string;
  readonly data: string;
}

/**
 * Reads `<X-PRE-PROCESS cmd="…" data="…"/>` from the tag's name on. FreeSWITCH searches word by word rather than parsing XML: `cmd` must come
 * first, only double quotes count, entities are not decoded.
 */
export function parseTagCommand(text: string): Command | undefined {
  const end = text.indexOf("/>");
  const tag = end < 0 ? text : text.slice(0, end + 2);
  const name = quotedAfter(tag, "cmd", 0);
  // The name's quote has to be closed, that of the data may run to the end of the line.
  if (name === undefined || name.end >= tag.length) return undefined;
  const data = quotedAfter(tag, "data", name.end + 1);
  return data === undefined ? undefined : { name: name.value, data: data.value };
}

function quotedAfter(
  text: string,
  word: string,
  from: number,
): { value: string; end: number } | undefined {
  const wordAt = text.toLowerCase().indexOf(word, from);
  const equalsAt = wordAt < 0 ? -1 : text.indexOf("=", wordAt);
  const quoteAt = equalsAt < 0 ? -1 : text.indexOf('"', equalsAt);
  if (quoteAt < 0) return undefined;
  const closing = text.indexOf('"', quoteAt + 1);
  const end = closing < 0 ? text.length : closing;
  return { value: text.slice(quoteAt + 1, end), end };
}

/** Reads what follows `<!--#` up to `-->` or the end of the line: `include "x.xml"`. */
export function parseCommentCommand(text: string): Command | undefined {
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? "";
  const blankAt = line.indexOf(" ");
  if (blankAt < 0) return undefined;
  const rest = line.slice(blankAt + 1);
  const quoted = /"([^"]*)"/.exec(rest);
  return { name: line.slice(0, blankAt), data: quoted?.[1] ?? rest };
}

/** Splits `name=value` at the first `=`, blanks around it trimmed; undefined without one. */
export function splitAssignment(data: string): { name: string; value: string } | undefined {
  const at = data.indexOf("=");
  if (at < 0) return undefined;
  return {
    name: data.slice(0, at).replace(/ +$/, ""),
    value: data.slice(at + 1).replace(/^ +/, ""),
  };
}
