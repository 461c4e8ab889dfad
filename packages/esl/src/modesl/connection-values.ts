import type { CommandExtra } from "../commands/command.js";
import type { Event } from "./event.js";
import { valueText } from "./event-text.js";
import type { HeaderMap } from "./types.js";

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
