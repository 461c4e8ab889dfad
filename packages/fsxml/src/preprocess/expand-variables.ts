import type { Variables } from "./types.js";
import { VariableStore } from "./variables.js";

export interface Expansion {
  readonly text: string;
  /**
   * The line as the later steps find it in FreeSWITCH's buffer: expand_vars (switch_xml.c) ends it at the brace of the first variable it
   * replaces, so `<include>` behind one is not noticed.
   */
  readonly remainder: string;
  readonly unterminated: boolean;
}

const OPENING = "$${";

/**
 * Replaces `$${name}` by the value of the global variable, undefined ones by nothing. Braces nest, values are not expanded again, an
 * unterminated `$${` stays.
 */
export function expandVariables(line: string, variables: Variables): string {
  if (!line.includes(OPENING)) return line;
  return expandLine(line, new VariableStore(variables)).text;
}

export function expandLine(
  line: string,
  variables: { get(name: string): string | undefined },
): Expansion {
  let text = "";
  let from = 0;
  let firstEnd = -1;
  let unterminated = false;
  let at = line.indexOf(OPENING);
  while (at >= 0) {
    const end = findClosingBrace(line, at + OPENING.length);
    if (end < 0) {
      unterminated = true;
      // One that is never closed is text; the next may still be a variable.
      at = line.indexOf(OPENING, at + 1);
      continue;
    }
    if (firstEnd < 0) firstEnd = end;
    text += line.slice(from, at) + (variables.get(line.slice(at + OPENING.length, end)) ?? "");
    from = end + 1;
    at = line.indexOf(OPENING, from);
  }
  const remainder = firstEnd < 0 ? line : line.slice(0, firstEnd);
  return { text: text + line.slice(from), remainder, unterminated };
}

function findClosingBrace(line: string, from: number): number {
  if (line.indexOf("}", from) < 0) return -1;
  let depth = 1;
  for (let at = from; at < line.length; at++) {
    if (line[at] === "{") depth++;
    else if (line[at] === "}" && --depth === 0) return at;
  }
  return -1;
}
