import type { SwitchCore } from "../core/index.js";

/** Index behind the brace that closes the one at `open`, or -1. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    else if (text[at] === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

/** `name:offset[:length]` cuts out of the value; a negative offset counts from the end. */
function slice(value: string, offset: string | undefined, length: string | undefined): string {
  const start = Number.parseInt(offset ?? "0", 10) || 0;
  const rest = start < 0 ? value.slice(start) : value.slice(Math.min(start, value.length));
  const count = Number.parseInt(length ?? "", 10);
  return Number.isNaN(count) ? rest : rest.slice(0, Math.max(0, count));
}

export interface ExpandContext {
  readonly core: SwitchCore;
  getVariable(name: string): string | undefined;
}

/** `${name(args)}` runs an API command: this is why the dialplan must never see a client's text. */
function evaluate(inner: string, context: ExpandContext): string {
  const call = /^([\w.-]+)\((.*)\)$/s.exec(inner);
  if (call) {
    const result = context.core.api.run(`${call[1]} ${call[2]}`.trim());
    return typeof result === "string" ? result : "";
  }
  const [name = "", offset, length] = inner.split(":");
  const value = context.getVariable(name) ?? "";
  return offset === undefined ? value : slice(value, offset, length);
}

/** Replaces `${…}`, inner ones first; a backslash before the `$` keeps it (switch_channel_expand_variables). */
export function expand(text: string, context: ExpandContext): string {
  let result = "";
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf("${", at);
    const end = open < 0 ? -1 : closing(text, open + 1);
    if (end < 0) break;
    if (text[open - 1] === "\\") result += text.slice(at, open - 1) + text.slice(open, end);
    else {
      result += text.slice(at, open);
      result += evaluate(expand(text.slice(open + 2, end - 1), context), context);
    }
    at = end;
  }
  return result + text.slice(at);
}
