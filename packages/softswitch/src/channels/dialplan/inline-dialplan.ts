import type { DialplanAction } from "./dialplan.js";

/** Reads `app:data,app:'data, with a comma'` (inline_dialplan_hunt); `m:^:` in front names another separator. */
export function inlineActions(text: string): DialplanAction[] {
  const other = /^m:(.):/.exec(text)?.[1];
  const body = other === undefined ? text : text.slice(4);
  return pieces(body, other ?? ",").flatMap((piece) => {
    const at = piece.search(/[:\s]/);
    const application = (at < 0 ? piece : piece.slice(0, at)).trim();
    if (!application) return [];
    const data = at < 0 ? "" : piece.slice(at + 1).trim();
    return [{ application, data: data.replace(/^'(.*)'$/s, "$1") }];
  });
}

function pieces(text: string, mark: string): string[] {
  const found: string[] = [];
  let piece = "";
  let quoted = false;
  for (const sign of text) {
    if (sign === "'") quoted = !quoted;
    if (sign === mark && !quoted) {
      found.push(piece);
      piece = "";
    } else piece += sign;
  }
  return [...found, piece];
}
