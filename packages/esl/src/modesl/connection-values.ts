import type { CommandExtra } from "../command.js";
import type { Event } from "./event.js";
import { valueText } from "./event-text.js";
import type { HeaderMap, ShowCallback } from "./types.js";

/** Headers and body of a command of the classic kind. */
export function extraOf(
  args: HeaderMap | null | undefined,
  body: string | undefined,
): CommandExtra {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(args ?? {})) {
    // Computed from the body.
    if (name.toLowerCase() !== "content-length") headers[name] = valueText(value);
  }
  return { headers, ...(body === undefined ? {} : { body: String(body) }) };
}

export function toMap(event: Event): HeaderMap {
  return Object.fromEntries(event.headers.map(({ name, value }) => [name, value]));
}

/** Parses the output of the switch's `show`. */
export function showResult(format: string, text: string, callback: ShowCallback | undefined): void {
  if (format !== "json") return void callback?.(null, text, text);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return void callback?.(error as Error, undefined, text);
  }
  callback?.(null, data, text);
}
