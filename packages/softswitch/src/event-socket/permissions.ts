import { splitCommand } from "../core/index.js";
import { type EventWords, eventName } from "./subscription.js";

/** What a `userauth` login may do; undefined lists restrict nothing. */
export interface Permissions {
  readonly api: readonly string[] | undefined;
  readonly events: readonly string[] | undefined;
  readonly subclasses: readonly string[] | undefined;
  readonly log: boolean;
}

export const unrestricted: Permissions = {
  api: undefined,
  events: undefined,
  subclasses: undefined,
  log: true,
};

/** Blank-separated when there is a blank, else by commas. */
function splitList(value: string): string[] {
  return value.split(value.includes(" ") ? " " : ",").filter((word) => word !== "");
}

const FALSE_WORDS = ["false", "no", "off", "0", "disabled", "inactive", "disallow"];

/** Reads `esl-allowed-*` of a directory user. */
export function readPermissions(params: Readonly<Record<string, string>>): Permissions {
  const api = params["esl-allowed-api"];
  const events = params["esl-allowed-events"];
  const words = events === undefined ? undefined : splitList(events);
  const custom = words?.findIndex((word) => eventName(word) === "CUSTOM") ?? -1;
  return {
    api: api === undefined ? undefined : splitList(api).map((word) => word.toLowerCase()),
    events: words?.slice(0, custom < 0 ? undefined : custom + 1).map((word) => word.toUpperCase()),
    subclasses: words && (custom < 0 ? [] : words.slice(custom + 1)),
    log: !FALSE_WORDS.includes((params["esl-allowed-log"] ?? "true").toLowerCase()),
  };
}

/** Commands that run another command, and where that one starts. */
const WRAPPERS: Readonly<Record<string, (args: string) => string>> = {
  bgapi: (args) => (args.startsWith("uuid:") ? splitCommand(args).args : args),
  sched_api: (args) => args.split(" ").slice(2).join(" "),
  eval: (args) => args,
  expand: (args) => args,
  xml_wrap: (args) => args.replace(/^encoded /, ""),
};

/** A command is allowed when it and every command it wraps are. */
export function mayRun(permissions: Permissions, line: string): boolean {
  if (permissions.api === undefined) return true;
  const { name, args } = splitCommand(line);
  const command = name.toLowerCase();
  if (!permissions.api.includes(command)) return false;
  const nested = WRAPPERS[command]?.(args);
  return nested === undefined || nested === "" || mayRun(permissions, nested);
}

/** The names before the first forbidden one, and whether all were allowed. */
export function allowedWords(
  permissions: Permissions,
  words: EventWords,
): { words: EventWords; complete: boolean } {
  const { events, subclasses } = permissions;
  if (events === undefined || subclasses === undefined) return { words, complete: true };
  const badName = words.events.findIndex(
    (name) => !events.includes(name) && !events.includes("ALL"),
  );
  const badSubclass = words.subclasses.findIndex((name) => !subclasses.includes(name));
  const complete = badName < 0 && badSubclass < 0;
  return {
    complete,
    words: {
      format: words.format,
      events: badName < 0 ? words.events : words.events.slice(0, badName),
      subclasses:
        badName >= 0 ? [] : words.subclasses.slice(0, badSubclass < 0 ? undefined : badSubclass),
    },
  };
}
