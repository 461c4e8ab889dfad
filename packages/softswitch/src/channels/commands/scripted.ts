import type { SwitchCore } from "../../core/index.js";
import type { CallSession } from "../call-session.js";
import type { Calls } from "../calls.js";
import { findCause } from "../causes.js";
import { ScriptedLeg } from "../legs/scripted-leg.js";
import type { ScriptedCall } from "../types.js";
import { pressAll } from "./uuid-commands.js";

/** The scripted phone says BYE. */
function hangupByPhone(session: CallSession, cause: string): void {
  if (session.leg instanceof ScriptedLeg) session.leg.hangup(cause);
  else session.hangup(cause);
}

/** A call as its script sees it. */
export function scriptedCall(session: CallSession): ScriptedCall {
  return {
    uuid: session.uuid,
    get memberId() {
      return session.memberId;
    },
    dtmf: async (digits) => pressAll(session, digits, "RTP"),
    talk: (on) => session.speak(on),
    hangup: async (cause = "NORMAL_CLEARING") => {
      hangupByPhone(session, cause);
      await session.over;
    },
    ended: session.over,
  };
}

const refusal = (reason: string): string => `-ERR ${reason}\n`;

/** Options behind the destination: `talking`, `pin=…`, `name=…`, `flags=…`. */
function readOptions(words: readonly string[]): Record<string, string | boolean> {
  const options: Record<string, string | boolean> = {};
  for (const word of words) {
    const [name = "", value] = word.split("=");
    if (name === "talking") options["talking"] = true;
    else if (["pin", "name", "flags"].includes(name) && value !== undefined) options[name] = value;
  }
  return options;
}

/** The sub-commands of `softswitch` that move scripted telephones from outside the process. */
export function registerScriptedCommands(core: SwitchCore, calls: Calls): void {
  core.own.register("call", (args) => {
    const [user, destination, ...words] = args.split(/\s+/).filter(Boolean);
    if (!user || !destination) return refusal("call <user> <destination> [talking] [pin=…]");
    try {
      return `+OK ${calls.place(user, destination, readOptions(words)).uuid}\n`;
    } catch (error) {
      return refusal(error instanceof Error ? error.message : String(error));
    }
  });
  const onCall = (name: string, usage: string, run: (call: CallSession, rest: string) => boolean) =>
    core.own.register(name, (args) => {
      const [uuid = "", ...rest] = args.split(/\s+/);
      const session = calls.get(uuid);
      if (!session) return refusal(`No such channel ${uuid}`);
      return run(session, rest.join(" ").trim()) ? `+OK ${uuid}\n` : refusal(usage);
    });
  onCall("dtmf", "dtmf <uuid> <digits>", (session, digits) => {
    if (digits) calls.soon.run(() => pressAll(session, digits, "RTP"));
    return digits !== "";
  });
  onCall("talk", "talk <uuid> on|off", (session, word) => {
    if (word === "on" || word === "off") session.speak(word === "on");
    return word === "on" || word === "off";
  });
  onCall("hangup", "hangup <uuid> [cause]", (session, word) => {
    calls.soon.run(() => hangupByPhone(session, findCause(word) ?? "NORMAL_CLEARING"));
    return true;
  });
}
