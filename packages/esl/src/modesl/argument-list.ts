import type { HeaderMap } from "./types.js";

type Fn = (...args: never[]) => unknown;

/** The last argument when it is a function, and the others. Optional arguments of the classic interface may be left out. */
export function splitCallback<C extends Fn>(
  args: readonly unknown[],
): { callback: C | undefined; rest: readonly unknown[] } {
  const at = args.findIndex((arg) => typeof arg === "function");
  if (at < 0) return { callback: undefined, rest: args };
  return { callback: args[at] as C, rest: args.slice(0, at) };
}

/** Words of a command: text as it is, lists joined by blanks. Programs pass `null` or `false` for none. */
export function argumentText(value: unknown): string {
  if (value === undefined || value === null || value === false) return "";
  return Array.isArray(value) ? value.map(String).join(" ") : String(value);
}

export function commandLine(...words: readonly string[]): string {
  return words.filter((word) => word !== "").join(" ");
}

/** Line ends behind a command mean nothing; within it they are refused when it is encoded. */
export function trimLineEnds(line: unknown): string {
  return String(line).replace(/[\r\n]+$/, "");
}

export function isHeaderMap(value: unknown): value is HeaderMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
