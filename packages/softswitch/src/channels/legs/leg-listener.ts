import { holdCall } from "../bridging/holding.js";
import type { CallSession } from "../call-session.js";
import { referCall } from "../referring.js";
import type { LegListener } from "./leg.js";

const HOLD_TIMEOUT_MS = 1_800_000;

/** On hold a phone may be silent for longer (media_hold_timeout_audio). */
function silent(call: CallSession): void {
  const isHeld = (): boolean => call.channel.facts.callState === "HELD";
  if (!isHeld()) {
    call.hangup("MEDIA_TIMEOUT");
    return;
  }
  const since = call.channel.facts.times.lastHold;
  const ms = Number(call.getVariable("media_hold_timeout_audio")) || HOLD_TIMEOUT_MS;
  call.input.after(Math.max(1, since + ms - call.input.now()), () => {
    if (isHeld() && call.channel.facts.times.lastHold === since) call.hangup("MEDIA_TIMEOUT");
  });
}

/** What a call does about its telephone. */
export const listenerOf = (call: CallSession): LegListener => ({
  confirmed: (variables) => call.channel.variables.setAll(variables),
  digit: (digit, from, duration) => call.press(digit, from, duration),
  held: (held) => holdCall(call, held),
  silent: () => silent(call),
  ended: (cause, before, after) => call.endedByPhone(cause, before, after),
  refer: (referral) => !call.isOver && referCall(call, referral),
});
