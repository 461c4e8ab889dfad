import { type DialOutcome, type DialWish, splitArguments } from "../../conference/index.js";
import type { SwitchCore } from "../../core/index.js";
import { flipCallerId } from "../bridging/outgoing-call.js";
import type { CallSession } from "../call-session.js";
import type { Calls } from "../calls.js";
import type { DialplanAction } from "../dialplan/dialplan.js";

const SYNTAX =
  "<call url> <exten>|&<application_name>(<app_args>) [<dialplan>] [<context>] [<cid_name>] [<cid_num>] [<timeout_sec>]";
const MOST_WORDS = 7;

/** `&app(data)`: one application instead of an extension; what follows the first closing bracket is lost, as in FreeSWITCH. */
export function readApplication(text: string): DialplanAction | undefined {
  if (!text.startsWith("&") || text.length < 2) return undefined;
  const inner = text.slice(1).replace(/\).*$/s, "");
  const open = inner.indexOf("(");
  return open < 0
    ? { application: inner, data: "" }
    : { application: inner.slice(0, open), data: inner.slice(open + 1) };
}

/** Words of the command; brackets of a dial string may hold blanks. */
function words(args: string): string[] {
  const end = args.trimStart().startsWith("{") ? args.indexOf("}") + 1 : 0;
  const found = splitArguments(args.slice(end));
  return end > 0 ? [args.slice(0, end).trim() + (found[0] ?? ""), ...found.slice(1)] : found;
}

/** Sends an answered call of ours where it was made for. */
export function sendOn(call: CallSession, to: string, dialplan: string, context: string): void {
  const application = readApplication(to);
  if (application) {
    flipCallerId(call);
    call.run([application]);
  } else {
    flipCallerId(call);
    call.transfer(to, dialplan, context);
  }
}

async function originate(calls: Calls, args: string): Promise<string> {
  const given = words(args);
  if (given.length < 2 || given.length > MOST_WORDS) return `-USAGE: ${SYNTAX}\n`;
  const [dialString = "", to = "", ...rest] = given.map((word) =>
    word.toLowerCase() === "undef" ? "" : word,
  );
  const [dialplan, context, name, number, seconds] = rest;
  const timeoutMs = Number(seconds) > 0 ? Number(seconds) * 1000 : undefined;
  const callerId = name || number ? { name: name ?? "", number: number ?? "" } : undefined;
  const { call, cause } = await calls.originate({ dialString, callerId, timeoutMs });
  if (!call) return `-ERR ${cause}\n`;
  calls.soon.run(() => sendOn(call, to, dialplan || "XML", context || "default"));
  return `+OK ${call.uuid}\n`;
}

/** A conference calls somebody in (conference_outcall). */
export async function dialForConference(calls: Calls, wish: DialWish): Promise<DialOutcome> {
  const { dialString, callerId, data } = wish;
  const { call, cause } = await calls.originate({ dialString, callerId });
  return {
    cause,
    uuid: call?.uuid,
    enter: () => {
      if (!call) return;
      const flags = call.channel.variables.get("outcall_flags");
      const tail = flags && flags !== "none" ? `+flags{${flags}}` : "";
      flipCallerId(call);
      call.run([{ application: "conference", data: `${data}${tail}` }]);
    },
  };
}

/** `originate`: calls somebody and then runs an application or an extension on the call. */
export function registerOriginate(core: SwitchCore, calls: Calls): void {
  core.api.register("originate", (args) => originate(calls, args), {
    syntax: SYNTAX,
    description: "Originate a call",
    module: "mod_commands",
  });
}
