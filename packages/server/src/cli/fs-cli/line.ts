import { EVENT_FORMATS, type EventFormat } from "@parley/esl";

/** The console's own commands, with what `/help` says about them. */
export const CONSOLE_COMMANDS = {
  "/event": "[plain|json|xml] NAME… [CUSTOM SUBCLASS…]   show these events too; ALL for every one",
  "/noevents": "   show no events",
  "/filter": "[delete] HEADER [VALUE]   show only events whose header has this value",
  "/log": "[LEVEL]   show the switch's log from this level on (console … debug, or 0 to 7)",
  "/nolog": "   show no log",
  "/bgapi": "COMMAND   run in the background; other commands do not wait",
  "/help": "   this list",
  "/exit": "   leave (also /quit, /bye, ... and Ctrl-D)",
} as const;

/** What a typed line asks for. */
export type Action =
  | { readonly do: "nothing" }
  | { readonly do: "api" | "bgapi"; readonly command: string }
  | {
      readonly do: "event";
      readonly format: EventFormat | undefined;
      readonly events: readonly string[];
      readonly subclasses: readonly string[];
    }
  | { readonly do: "noevents" | "help" | "exit" }
  | { readonly do: "log"; readonly level: string | undefined }
  | {
      readonly do: "filter";
      readonly remove: boolean;
      readonly header: string;
      readonly value: string | undefined;
    }
  | { readonly do: "complain"; readonly text: string };

const EXITS: ReadonlySet<string> = new Set(["/exit", "/quit", "/bye", "..."]);

/** Never throws; a line that cannot be understood becomes "complain". */
export function parseLine(line: string): Action {
  const text = line.trim();
  if (text === "" || text.startsWith("#")) return { do: "nothing" };
  if (EXITS.has(text)) return { do: "exit" };
  if (!text.startsWith("/")) return { do: "api", command: text };
  const [name = "", ...words] = text.split(/\s+/);
  switch (name) {
    case "/event":
      return eventAction(words);
    case "/filter":
      return filterAction(words);
    case "/bgapi":
      return words.length === 0
        ? missing("/bgapi")
        : { do: "bgapi", command: text.slice(name.length).trim() };
    case "/log":
      return { do: "log", level: words[0] ?? "debug" };
    case "/nolog":
      return { do: "log", level: undefined };
    case "/noevents":
      return { do: "noevents" };
    case "/help":
      return { do: "help" };
    default:
      return { do: "complain", text: `There is no ${name}; /help lists what there is.` };
  }
}

function eventAction(words: readonly string[]): Action {
  const format = EVENT_FORMATS.find((each) => each === words[0]);
  const names = format === undefined ? words : words.slice(1);
  if (names.length === 0) return missing("/event");
  const custom = names.findIndex((name) => name.toUpperCase() === "CUSTOM");
  if (custom < 0) return { do: "event", format, events: names.map(upper), subclasses: [] };
  const subclasses = names.slice(custom + 1);
  const events = names.slice(0, subclasses.length > 0 ? custom : custom + 1).map(upper);
  return { do: "event", format, events, subclasses };
}

const upper = (name: string): string => name.toUpperCase();

function filterAction(words: readonly string[]): Action {
  const remove = words[0] === "delete";
  const [header, ...rest] = remove ? words.slice(1) : words;
  const value = rest.length === 0 ? undefined : rest.join(" ");
  if (header === undefined || (!remove && value === undefined)) return missing("/filter");
  return { do: "filter", remove, header, value };
}

function missing(name: keyof typeof CONSOLE_COMMANDS): Action {
  return { do: "complain", text: `${name} ${CONSOLE_COMMANDS[name].trim()}` };
}

export function helpText(): string {
  const rows = Object.entries(CONSOLE_COMMANDS).map(([name, help]) => {
    const [syntax = "", what = ""] = help.split("   ");
    return `  ${`${name} ${syntax}`.trim().padEnd(46)} ${what.trim()}`;
  });
  return ["Everything else is an API command of the switch (Tab completes it).", ...rows].join(
    "\n",
  );
}
