import type { SwitchCore } from "../../core/index.js";
import { joinTwo } from "../applications/joining.js";
import { parkCall } from "../applications/parking.js";
import { partnerOf } from "../bridging/bridging.js";
import { holdByUs } from "../bridging/holding.js";
import type { CallSession } from "../call-session.js";
import type { Calls } from "../calls.js";
import { registerForCall } from "./uuid-commands.js";

const TRANSFER = "<uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]";
const BROADCAST = "<uuid> <path> [aleg|bleg|holdb|both]";

function legsOf(call: CallSession, which: string | undefined): CallSession[] {
  const other = partnerOf(call);
  if (which === "-bleg" || which === "bleg") return other ? [other] : [];
  return which === "-both" || which === "both" ? [call, ...(other ? [other] : [])] : [call];
}

function transfer(calls: Calls, call: CallSession, words: readonly string[]): string {
  const option = words[0]?.startsWith("-") ? words[0] : undefined;
  const [extension, dialplan, context] = option ? words.slice(1) : words;
  if (!extension) return `-USAGE: ${TRANSFER}\n`;
  const legs = legsOf(call, option);
  if (legs.length === 0) return "-ERR\n";
  calls.soon.run(() => {
    // The called one goes first: the caller's application would take it along.
    for (const leg of [...legs].reverse()) leg.transfer(extension, dialplan, context);
  });
  return "+OK\n";
}

/** A path is played; `application::arguments` is run. */
function broadcast(calls: Calls, call: CallSession, words: readonly string[]): string {
  const [path, legs = "aleg"] = words;
  if (!path) return `-USAGE: ${BROADCAST}\n`;
  const [application = "", data] = path.includes("::") ? path.split(/::(.*)/s) : ["playback", path];
  for (const leg of legsOf(call, legs)) {
    calls.options.core.sessions.sendMessage(
      leg.uuid,
      [
        ["call-command", "execute"],
        ["execute-app-name", application],
        ["execute-app-arg", data ?? ""],
        ["event-lock", "true"],
      ],
      undefined,
    );
  }
  return "+OK Message sent\n";
}

/** `uuid_hold [off|toggle] <uuid>`: the only one whose channel comes last. */
function registerHold(core: SwitchCore, calls: Calls): void {
  core.api.register(
    "uuid_hold",
    (args) => {
      const words = args.split(/\s+/).filter(Boolean);
      const how = ["off", "toggle"].includes(words[0] ?? "") ? words.shift() : undefined;
      const call = calls.get(words[0] ?? "");
      if (words.length === 0) return "-USAGE: [off|toggle] <uuid> [<display>]\n";
      if (!call) return "-ERR Operation failed\n";
      const held = call.channel.facts.callState === "HELD";
      const wanted = how === "toggle" ? !held : how !== "off";
      calls.soon.run(() => void holdByUs(call, wanted));
      return "+OK Success\n";
    },
    { syntax: "[off|toggle] <uuid> [<display>]", module: "mod_commands" },
  );
}

/** What a client does with calls under way: sends them elsewhere, joins them, plays to them. */
export function registerCallCommands(core: SwitchCore, calls: Calls): void {
  registerForCall(core, calls, "uuid_transfer", TRANSFER, (call, rest) =>
    transfer(calls, call, rest),
  );
  registerForCall(
    core,
    calls,
    "uuid_broadcast",
    BROADCAST,
    (call, rest) => broadcast(calls, call, rest),
    "-ERR invalid uuid\n",
  );
  registerForCall(core, calls, "uuid_park", "<uuid>", (call) => {
    calls.soon.run(() => parkCall(call));
    return "+OK\n";
  });
  registerForCall(core, calls, "uuid_break", "<uuid> [all]", (call) => {
    calls.soon.run(() => void call.program.break());
    return "+OK\n";
  });
  registerForCall(core, calls, "uuid_answer", "<uuid>", (call) => later(call.answer()), "-ERROR\n");
  registerForCall(
    core,
    calls,
    "uuid_pre_answer",
    "<uuid>",
    (call) => later(call.preAnswer()),
    "-ERROR\n",
  );
  const digits = "<uuid> <dtmf_data>";
  registerForCall(
    core,
    calls,
    "uuid_send_dtmf",
    digits,
    (call, [data]) => {
      if (!data) return `-USAGE: ${digits}\n`;
      const [keys = "", ms] = data.split("@");
      call.leg.sendDtmf(keys, Number(ms) || undefined);
      return `+OK ${call.uuid} sent DTMF ${data}.\n`;
    },
    "-ERR Cannot locate session!\n",
  );
  registerForCall(
    core,
    calls,
    "uuid_bridge",
    "<uuid> <other_uuid>",
    (call, [uuid]) => {
      if (!uuid) return "-USAGE: <uuid> <other_uuid>\n";
      const other = calls.get(uuid);
      if (!other || other === call || !call.isAnswered) return "-ERR Invalid uuid\n";
      calls.soon.run(() => joinTwo(call, other));
      return `+OK ${other.uuid}\n`;
    },
    "-ERR Invalid uuid\n",
  );
  registerHold(core, calls);
}

const later = (work: void | Promise<void>): string | Promise<string> =>
  work instanceof Promise ? work.then(() => "+OK\n") : "+OK\n";
