import type { Header } from "../core/index.js";
import { joinTwo } from "./applications/joining.js";
import { partnerOf } from "./bridging/bridging.js";
import type { CallSession } from "./call-session.js";
import { REFER_ERROR } from "./event-sources.js";

/** What a phone asks for with REFER. */
export interface Referral {
  /** The user part of Refer-To. */
  readonly extension: string;
  readonly referTo: string;
  /** Call-ID of another call of the phone that is to be replaced: an attended transfer (RFC 3891). */
  readonly replaces: string | undefined;
}

/** Who is alone has nobody to pass on (sofia_handle_sip_i_refer). */
function fireRefused(call: CallSession, { extension, referTo }: Referral): void {
  const leading: Header[] = [
    ["Error-Type", "blind_transfer"],
    ["Transfer-Exten", extension],
    ["Full-Refer-To", referTo],
  ];
  call.input.core.fire("CUSTOM", {
    subclass: "sofia::error",
    source: REFER_ERROR,
    headers: [...leading, ...call.channel.extendedHeaders()],
  });
  call.setVariable("endpoint_disposition", "ATTENDED_TRANSFER_ERROR");
}

function blind(call: CallSession, referral: Referral): boolean {
  const other = partnerOf(call);
  const { extension, referTo } = referral;
  call.setVariable("transfer_to", `blind:${other?.uuid ?? extension}`);
  call.setVariable("transfer_destination", `blind:${extension}`);
  if (!other) {
    fireRefused(call, referral);
    return false;
  }
  call.setVariable("transfer_fallback_extension", call.getVariable("sip_from_user"));
  other.setVariable("sip_refer_to", referTo);
  call.setVariable("endpoint_disposition", "BLIND_TRANSFER");
  call.input.soon(() => other.transfer(extension));
  return true;
}

/** The phone has two calls and joins whoever is at their other ends. */
function attended(call: CallSession, replaced: CallSession): boolean {
  const a = partnerOf(call);
  const b = partnerOf(replaced);
  replaced.setVariable("transfer_disposition", "replaced");
  const [stays, leaves] = a ? [a, replaced] : [b, call];
  if (!stays) return false;
  call.input.soon(() => {
    if (a && b) joinTwo(a, b);
    // A call that talks to the switch itself is passed on by sending the other one there.
    else stays.transfer(leaves.channel.facts.profile.destination);
    for (const each of [call, replaced]) each.hangup("ATTENDED_TRANSFER");
  });
  return true;
}

/** Carries out a REFER; false where there is nobody to be transferred. */
export function referCall(call: CallSession, referral: Referral): boolean {
  call.setVariable("transfer_disposition", "recv_replace");
  const { replaces } = referral;
  if (replaces === undefined) return blind(call, referral);
  const all = call.input.all();
  const replaced = all.find((each) => each.channel.variables.get("sip_call_id") === replaces);
  return replaced !== undefined && attended(call, replaced);
}
