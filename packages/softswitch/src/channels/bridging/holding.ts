import type { CallSession } from "../call-session.js";
import { HOLD, HOLD_BY_US, REINVITE, UNHOLD_BY_US } from "../event-sources.js";

/** The phone has put us on hold, or has come back (switch_channel_mark_hold), by a re-INVITE. */
export function holdCall(call: CallSession, held: boolean): void {
  if (call.isOver || (call.channel.facts.callState === "HELD") === held) return;
  mark(call, held, HOLD, HOLD);
  const uuid = call.uuid;
  call.input.core.fire("CUSTOM", {
    subclass: "sofia::reinvite",
    source: REINVITE,
    headers: [["Unique-ID", uuid]],
  });
  if (!held) call.channel.setCallState("ACTIVE");
}

/** We put the phone on hold (`uuid_hold`), or take it back. */
export async function holdByUs(call: CallSession, held: boolean): Promise<void> {
  if (call.isOver || (call.channel.facts.callState === "HELD") === held) return;
  if (!(await call.leg.hold(held)) || call.isOver) return;
  mark(call, held, HOLD_BY_US, UNHOLD_BY_US);
  if (!held) call.channel.setCallState("ACTIVE");
}

function mark(call: CallSession, held: boolean, on: typeof HOLD, off: typeof HOLD): void {
  const { channel, input } = call;
  const now = input.now();
  channel.setCallState(held ? "HELD" : "UNHELD");
  const { lastHold, held: before } = channel.facts.times;
  channel.setTimes(held ? { lastHold: now } : { held: before + now - lastHold });
  channel.fireExtended(held ? "CHANNEL_HOLD" : "CHANNEL_UNHOLD", held ? on : off);
}
