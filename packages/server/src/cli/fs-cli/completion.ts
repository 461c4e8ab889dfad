import { type EslClient, EVENT_FORMATS, EVENT_NAMES } from "@parley/esl";
import { CONSOLE_COMMANDS } from "./line.js";

/** An API command of the switch and the words that may follow it first. */
export interface ApiCommand {
  readonly name: string;
  readonly words: readonly string[];
}

const LOG_LEVELS = ["console", "alert", "crit", "err", "warning", "notice", "info", "debug"];

/** Asks the switch what it can do; an empty list when it does not say, for instance to a limited user. */
export async function readApiCommands(client: EslClient): Promise<ApiCommand[]> {
  try {
    return parseApiCommands(await client.api("show", "api as json"));
  } catch {
    return [];
  }
}

/** Reads the output of `show api as json`. */
export function parseApiCommands(json: string): ApiCommand[] {
  const { rows = [] } = JSON.parse(json) as {
    rows?: readonly { readonly name?: string; readonly syntax?: string }[];
  };
  const commands = rows.flatMap(({ name, syntax = "" }) =>
    name === undefined ? [] : [{ name, words: wordsOf(syntax) }],
  );
  return commands.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `codec|channels [count]|<uuid>` → codec, channels: only alternatives that are words, and no part of a bracket in them. */
function wordsOf(syntax: string): string[] {
  const whole = /^\s*(?:\[([^[\]]*)\]|<([^<>]*)>|(.*))$/s.exec(syntax);
  const inner = whole?.[1] ?? whole?.[2] ?? whole?.[3] ?? "";
  const alternatives = inner.replace(/\[[^\]]*\]|<[^>]*>/g, " ").split("|");
  if (alternatives.length < 2) return [];
  const words = alternatives.map((each) => each.trim().split(/\s+/)[0] ?? "");
  return [...new Set(words.filter((word) => /^[a-z][\w-]*$/i.test(word)))].sort();
}

/**
 * What may stand where the line ends, in the shape that node:readline wants.
 * @returns the candidates, each a whole word, and the part of the line they replace
 */
export function complete(line: string, commands: readonly ApiCommand[]): [string[], string] {
  const words = line.trimStart().split(/\s+/);
  const last = words.at(-1) ?? "";
  const matching = candidates(words, commands).filter((word) =>
    word.toLowerCase().startsWith(last.toLowerCase()),
  );
  return [matching.map((word) => `${word} `), last];
}

function candidates(words: readonly string[], commands: readonly ApiCommand[]): readonly string[] {
  const [first = "", ...rest] = words;
  if (first === "/bgapi" && rest.length > 0) return candidates(rest, commands);
  if (rest.length === 0) {
    const own = Object.keys(CONSOLE_COMMANDS);
    return first.startsWith("/") ? own : commands.map(({ name }) => name);
  }
  if (first === "/event")
    return rest.length === 1 ? [...EVENT_FORMATS, ...EVENT_NAMES, "ALL"] : EVENT_NAMES;
  if (first === "/log") return rest.length === 1 ? LOG_LEVELS : [];
  if (first === "/filter") return rest.length === 1 ? ["delete"] : [];
  const command = commands.find(({ name }) => name === first);
  return rest.length === 1 ? (command?.words ?? []) : [];
}
