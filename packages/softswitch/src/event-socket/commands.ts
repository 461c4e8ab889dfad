import type { Command } from "@parley/esl/switch";
import { type Header, isTrue, LOG_LEVELS, splitCommand } from "../core/index.js";
import { goodbye, notFound } from "./auth.js";
import { apiFrame, replyFrame } from "./frames.js";
import { startJob } from "./jobs.js";
import { allowedWords, mayRun } from "./permissions.js";
import { cString, sendEvent } from "./send-event.js";
import type { Answer, EslSession, Outcome } from "./session.js";
import {
  connect,
  divertEvents,
  getVariable,
  linger,
  myEvents,
  noLinger,
  resume,
} from "./session-commands.js";
import { parseEventWords } from "./subscription.js";

const reply = (text: string, headers?: readonly string[]): Answer => ({
  frame: replyFrame(text, headers),
});

type Handler = (session: EslSession, rest: string, command: Command) => Outcome;
type Entry = readonly [prefix: string, handler: Handler];

const denied = reply("-ERR permission denied");

function filter(session: EslSession, rest: string): Answer {
  const words = /^(?:(add|delete) )?(\S+)(?: (.*))?$/is.exec(rest.trimStart());
  const [, verb, header, value = ""] = words ?? [];
  if (header === undefined) return reply("-ERR invalid syntax");
  if (verb?.toLowerCase() === "delete") {
    if (header === "all") session.filters.clear();
    else session.filters.remove(header, value === "" ? undefined : value);
    return reply(`+OK filter deleted. [${header}][${value}]`);
  }
  if (value === "" || header.toLowerCase() === "delete") return reply("-ERR invalid syntax");
  session.filters.add(header, value);
  return reply(`+OK filter added. [${header}]=[${value}]`);
}

function event(session: EslSession, rest: string): Answer {
  const { words, complete } = allowedWords(session.permissions, parseEventWords(rest));
  const known = session.subscription.add(words);
  if (!complete) return denied;
  if (!known) return reply("-ERR no keywords supplied");
  return reply(`+OK event listener enabled ${session.subscription.format}`);
}

function nixEvent(session: EslSession, rest: string): Answer {
  const known = session.subscription.remove(parseEventWords(rest));
  return reply(known ? "+OK events nixed" : "-ERR no keywords supplied");
}

function noEvents(session: EslSession): Answer {
  if (!session.subscription.enabled) return reply("-ERR not listening for events");
  session.subscription.clear();
  session.flushEvents();
  return reply("+OK no longer listening for events");
}

function log(session: EslSession, rest: string): Answer {
  if (!session.permissions.log) return denied;
  const text = rest.trim();
  const level = text === "" ? LOG_LEVELS.length - 1 : logLevel(text);
  if (level === undefined) return reply("-ERR invalid log level");
  session.logLevel = level;
  return reply(`+OK log level ${text} [${level}]`);
}

const LEVEL_NAMES: readonly string[] = LOG_LEVELS;
/** SWITCH_LOG_INVALID of switch_types.h: numbers beyond it become the one before, and only itself is refused (switch_log_str2level). */
const INVALID_LEVEL = 64;

function logLevel(text: string): number | undefined {
  if (/^-?\d+$/.test(text)) {
    const level = Number(text);
    if (level === INVALID_LEVEL) return undefined;
    return level > INVALID_LEVEL ? INVALID_LEVEL - 1 : Math.max(level, 0);
  }
  if (text.toLowerCase() === "disable") return -1;
  const level = LEVEL_NAMES.indexOf(text.toLowerCase());
  return level < 0 ? undefined : level;
}

function noLog(session: EslSession): Answer {
  if (session.logLevel === undefined) return reply("-ERR not loging");
  session.logLevel = undefined;
  return reply("+OK no longer logging");
}

const apiAnswer = (name: string, result: string | undefined): Answer => ({
  own: true,
  frame: apiFrame(
    result === undefined ? `-ERR ${name} Command not found!\n` : result || "-ERR no reply\n",
  ),
});

function api(session: EslSession, rest: string): Outcome {
  if (!mayRun(session.permissions, rest)) return denied;
  const { name } = splitCommand(rest);
  const result = session.core.api.run(rest);
  return result instanceof Promise
    ? result.then((text) => apiAnswer(name, text))
    : apiAnswer(name, result);
}

function bgapi(session: EslSession, rest: string, command: Command): Answer {
  if (!mayRun(session.permissions, rest)) return denied;
  const id = command.headers.get("Job-UUID")?.slice(0, 256) || session.core.newUuid();
  const job = { id, line: rest, ownerUuid: session.boundUuid };
  return {
    frame: replyFrame(`+OK Job-UUID: ${id}`, [`Job-UUID: ${id}`]),
    after: () => startJob(session.core, session.mischief, job),
  };
}

/** For the own call of a socket without `async` it is done before it is answered; else it waits in the call's queue. */
function sendMessage(session: EslSession, rest: string, command: Command): Outcome {
  const { boundUuid, core, outbound } = session;
  const uuid = rest.trim() || command.headers.get("session-id") || boundUuid || "";
  const headers: Header[] = [["Command", command.line], ...command.headers.entries()];
  const body = command.body === undefined ? undefined : cString(command.body);
  const queued = outbound?.async !== false || isTrue(command.headers.get("async"));
  if (outbound && uuid === boundUuid && !queued) {
    return outbound.perform({ headers, body }).then(() => reply("+OK"));
  }
  const taken = uuid !== "" && core.sessions.sendMessage(uuid, headers, body);
  return reply(taken ? "+OK" : `-ERR invalid session id [${uuid}]`);
}

/** In the order of parse_command: a keyword is a prefix, so `events` is `event` and `logging` is `log`. */
const SESSION_HANDLERS: readonly Entry[] = [
  ["exit", () => goodbye],
  ["...", () => goodbye],
  ["filter ", filter],
  ["divert_events", divertEvents],
  ["sendmsg", sendMessage],
];

/** Only where the connection is bound to a session; `myevents` also binds one that is not. */
const BOUND_HANDLERS: readonly Entry[] = [
  ["resume", resume],
  ["connect", connect],
  ["getvar", getVariable],
  ["myevents", myEvents],
];

const BINDING_HANDLERS: readonly Entry[] = [["myevents ", myEvents]];

/** Not for an outbound socket without `full`. */
const FULL_HANDLERS: readonly Entry[] = [
  ["sendevent", sendEvent],
  ["api ", api],
  ["bgapi ", bgapi],
  ["log", log],
  ["linger", linger],
  ["nolinger", noLinger],
  ["nolog", noLog],
  ["event", event],
  ["nixevent", nixEvent],
  ["noevents", noEvents],
];

/** What follows the keyword: `events plain ALL` gives `plain ALL`, `log` alone nothing. */
function rest(line: string, prefix: string): string {
  if (prefix.endsWith(" ")) return line.slice(prefix.length);
  const at = line.indexOf(" ", prefix.length);
  return at < 0 ? "" : line.slice(at + 1);
}

/** Any command that names both a reload and mod_event_socket becomes that reload, whatever it was. */
function trapped(command: Command): string | undefined {
  const block = [command.line, ...[...command.headers.entries()].flat()].join("\n");
  if (!block.includes("mod_event_socket")) return undefined;
  const verb = ["unload", "reload"].find((each) => block.includes(each));
  return verb && `bgapi ${verb} mod_event_socket`;
}

function handlersOf({ boundUuid, outbound }: EslSession): readonly Entry[] {
  return [
    ...SESSION_HANDLERS,
    ...(boundUuid === undefined ? BINDING_HANDLERS : BOUND_HANDLERS),
    ...(outbound?.full === false ? [] : FULL_HANDLERS),
  ];
}

/** Answers one command of an authenticated connection. */
export function execute(session: EslSession, command: Command): Outcome {
  const trap = trapped(command);
  if (trap !== undefined) return api(session, trap);
  const lower = command.line.toLowerCase();
  const found = handlersOf(session).find(([prefix]) => lower.startsWith(prefix));
  if (found === undefined) return notFound;
  const [prefix, handler] = found;
  return handler(session, rest(command.line, prefix), command);
}
