import type { EslEvent, LogLine } from "@parley/esl";

/**
 * What the switch sends may come from a caller: a name that holds escape sequences must not reach the terminal. Line ends
 * and tabs stay.
 */
export function printable(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(/[^\P{Cc}\n\t]/gu, "\ufffd");
}

export function eventText(event: EslEvent): string {
  const lines = event.headers.entries().map(([name, value]) => `${name}: ${value}`);
  return [...lines, "", ...(event.body === undefined ? [] : [event.body.trimEnd(), ""])].join("\n");
}

export function logText({ text, userData }: LogLine): string {
  const line = text.trimEnd();
  return userData === "" ? line : `${userData} ${line}`;
}
