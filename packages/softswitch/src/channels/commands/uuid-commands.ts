import type { EventFormat } from "@parley/esl";
import { encodeEvent } from "@parley/esl/switch";
import { splitArguments } from "../../conference/index.js";
import {
  type EventSource,
  type Header,
  type SwitchCore,
  unfiredHeaders,
} from "../../core/index.js";
import type { CallSession } from "../call-session.js";
import type { Calls } from "../calls.js";
import { findCause } from "../causes.js";

const NO_CHANNEL = "-ERR No such channel!\n";

const DUMP: EventSource = { file: "mod_commands.c", function: "uuid_dump_function", line: 6468 };

function encoded(headers: readonly Header[], format: EventFormat): string {
  const frame = encodeEvent(headers, undefined, format).toString("utf8");
  return frame.slice(frame.indexOf("\n\n") + 2);
}

function dump(core: SwitchCore, session: CallSession, format: string, now: number): string {
  const headers = [
    ...unfiredHeaders(core, "CHANNEL_DATA", DUMP, now),
    ...session.channel.extendedHeaders(),
  ].filter(([, value]) => value !== "");
  const lower = format.toLowerCase();
  if (lower === "json" || lower === "xml") return encoded(headers, lower);
  if (lower !== "plain") return encoded(headers, "plain");
  return `${headers.map(([name, value]) => `${name}: [${value}]\n`).join("")}\n`;
}

type UuidCommand = (
  session: CallSession,
  rest: readonly string[],
  args: string,
) => string | Promise<string>;

/** Registers a command whose first word is a channel; without any word it answers its usage. */
export function registerForCall(
  core: SwitchCore,
  calls: Calls,
  name: string,
  syntax: string,
  run: UuidCommand,
  unknown = NO_CHANNEL,
) {
  core.api.register(
    name,
    (args) => {
      const [uuid, ...rest] = splitArguments(args);
      if (uuid === undefined) return `-USAGE: ${syntax}\n`;
      const session = calls.get(uuid);
      return session ? run(session, rest, args) : unknown;
    },
    { syntax, module: "mod_commands" },
  );
}

function registerHangupAll(core: SwitchCore, calls: Calls): void {
  core.api.register(
    "hupall",
    (args) => {
      const [word = "", ...pairs] = splitArguments(args);
      const cause = findCause(word) ?? "MANAGER_REQUEST";
      const wanted: [string, string][] = [];
      for (let at = 0; at + 1 < pairs.length; at += 2) {
        wanted.push([pairs[at] ?? "", pairs[at + 1] ?? ""]);
      }
      const [first] = wanted;
      calls.soon.run(() =>
        calls.hangupAll(cause, (session) =>
          wanted.every(([name, value]) => session.getVariable(name) === value),
        ),
      );
      if (!first) return `+OK hangup all channels with cause ${cause}\n`;
      const more = wanted.length > 1 ? "..." : "";
      return `+OK hangup all channels matching [${first[0]}]=[${first[1]}]${more} with cause: ${cause}\n`;
    },
    { syntax: "<cause> [<var> <value>] [<var2> <value2>]", module: "mod_commands" },
  );
}

/** `uuid_*` and `hupall`: what a client asks of single channels. */
export function registerUuidCommands(core: SwitchCore, calls: Calls, now: () => number): void {
  core.api.register("uuid_exists", (args) => (calls.get(args.trim()) ? "true" : "false"));
  registerForCall(core, calls, "uuid_dump", "<uuid> [format]", (session, [format = "txt"]) =>
    dump(core, session, format, now()),
  );
  registerForCall(core, calls, "uuid_getvar", "<uuid> <var>", (session, [name]) =>
    name === undefined
      ? "-ERR No variable name specified!\n"
      : (session.getVariable(name) ?? "_undef_"),
  );
  registerForCall(core, calls, "uuid_setvar", "<uuid> <var> [value]", (session, [name, value]) => {
    if (name === undefined) return "-USAGE: <uuid> <var> [value]\n";
    session.setVariable(name, value);
    return "+OK\n";
  });
  registerForCall(core, calls, "uuid_kill", "<uuid> [cause]", (session, [cause = ""]) => {
    calls.soon.run(() => session.hangup(findCause(cause) ?? "NORMAL_CLEARING"));
    return "+OK\n";
  });
  registerForCall(
    core,
    calls,
    "uuid_recv_dtmf",
    "<uuid> <dtmf_data>",
    (session, [digits]) => {
      if (digits === undefined) return "-USAGE: <uuid> <dtmf_data>\n";
      calls.soon.run(() => pressAll(session, digits, "APP"));
      return `+OK ${session.uuid} received DTMF ${digits}.\n`;
    },
    "-ERR Cannot locate session!\n",
  );
  registerHangupAll(core, calls);
}

/** Presses one digit after the other; `@ms` and what is no digit are left out. */
export function pressAll(session: CallSession, digits: string, from: "RTP" | "APP"): void {
  for (const digit of digits.replace(/@\d+.*$/, "")) {
    if (/[0-9A-D*#]/i.test(digit)) session.press(digit, from);
  }
}
