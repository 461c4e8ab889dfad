import type { LeaveReason } from "../conference/index.js";
import type { CallSession } from "./call-session.js";
import type { Channel } from "./channel.js";
import type { DialplanAction } from "./dialplan/dialplan.js";
import { inlineActions } from "./dialplan/inline-dialplan.js";
import { epochSeconds } from "./stamps.js";

const FIRST_HOPS = "70";
/** Where a transfer without an extension goes (switch_ivr_session_transfer). */
const NO_EXTENSION = "service";

/** Where a call is sent; what is left out comes from the call. */
export interface Destination {
  readonly extension: string;
  readonly dialplan?: string | undefined;
  readonly context?: string | undefined;
  /** Runs these instead of asking a dialplan. */
  readonly inline?: readonly DialplanAction[];
}

type Place = { readonly extension: string; readonly dialplan: string; readonly context: string };

/** What a transfer does not say is forced by variables of the call, or stays as it is. */
function placeOf(call: CallSession, { extension, dialplan, context }: Destination): Place {
  const { profile } = call.channel.facts;
  const own = profile.dialplan?.toLowerCase() === "inline" ? "" : profile.dialplan;
  return {
    extension: extension || NO_EXTENSION,
    dialplan: dialplan || call.getVariable("force_transfer_dialplan") || own || "XML",
    context: context || call.getVariable("force_transfer_context") || profile.context || "default",
  };
}

/** Gives the channel the profile of its new destination; false when it has been sent on too often. */
function redirectChannel(channel: Channel, place: Place, id: string, now: number): boolean {
  const { variables } = channel;
  const { profile } = channel.facts;
  const { extension, context, dialplan } = place;
  const hops = Number(variables.get("max_forwards") ?? FIRST_HOPS) - 1;
  variables.set("max_forwards", String(hops));
  if (hops <= 0) return false;
  const history = `${epochSeconds(now)}:${id}:bl_xfer:${extension}/${context}/${dialplan}`;
  variables.set("transfer_history", history);
  variables.set("transfer_source", history);
  channel.setTimes({ profileCreated: now });
  const moved = { destination: extension, context, dialplan, rdnis: profile.destination };
  const trace = { transferSource: history, index: profile.index + 1 };
  channel.update({ state: "CS_ROUTING", profile: { ...profile, ...moved, ...trace } });
  return true;
}

/** Sends a call to another extension; the rest of the one it is in is forgotten. */
export function transferCall(call: CallSession, to: Destination): void {
  if (call.isOver) return;
  if (call.bridge?.b === call) call.bridge.end();
  const place = placeOf(call, to);
  const { core, now } = call.input;
  if (!redirectChannel(call.channel, place, core.newUuid(), now())) {
    call.hangup("EXCHANGE_ROUTING_ERROR");
    return;
  }
  const { inline = [] } = to;
  const isInline = place.dialplan.toLowerCase() === "inline" && inline.length === 0;
  call.program.interrupt(isInline ? inlineActions(place.extension) : inline);
}

/** A room sends its member on: to an extension, or into another room. */
export function leaveRoomFor(call: CallSession, reason: LeaveReason, target: string): void {
  if (reason === "dialplan") {
    const [extension = "", dialplan, context] = target.split(" ");
    transferCall(call, { extension, dialplan, context: context ?? "default" });
    return;
  }
  const data = target.includes("@") ? target : `${target}@default`;
  const inline = [{ application: "conference", data }];
  transferCall(call, { extension: `conference:${data}`, dialplan: "inline", inline });
}
