import { EVENT_NAMES } from "../subscription/event-names.js";

/** Results of jobs and of applications arrive as these. */
export const REQUIRED_EVENTS = ["BACKGROUND_JOB", "CHANNEL_EXECUTE_COMPLETE"] as const;

const KNOWN = new Set<string>(EVENT_NAMES);

/**
 * The words behind `event <format>`. The switch takes every word behind CUSTOM for a subclass, so CUSTOM and what belongs to
 * it goes last, and names of events behind it come to the front.
 */
export function eventWords(wanted: string | readonly string[] | undefined): string {
  const words = (typeof wanted === "string" ? [wanted] : (wanted ?? []))
    .join(" ")
    .split(/[ ,]+/)
    .filter((word) => word !== "");
  if (words.length === 0) return "all";
  const names = words.filter((word, at) => isName(word, at, words));
  const subclasses = words.filter((word, at) => !isName(word, at, words) && !isCustom(word));
  if (!names.some((name) => name.toLowerCase() === "all")) {
    names.push(...REQUIRED_EVENTS.filter((name) => !names.includes(name)));
  }
  const custom = words.some(isCustom) ? ["CUSTOM", ...subclasses] : [];
  return [...names, ...custom].join(" ");
}

function isName(word: string, at: number, words: readonly string[]): boolean {
  if (isCustom(word)) return false;
  const behindCustom = words.slice(0, at).some(isCustom);
  return !behindCustom || KNOWN.has(word.toUpperCase());
}

function isCustom(word: string): boolean {
  return word.toUpperCase() === "CUSTOM";
}
