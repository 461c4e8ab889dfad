import type { CallSession } from "../call-session.js";

/** What a caller's variables say of the calls that were made for it (switch_ivr_originate.c). */
export class OriginateNotes {
  constructor(private readonly caller: CallSession | undefined) {
    caller?.channel.variables.setAll([
      ["originated_legs", undefined],
      ["originate_causes", undefined],
    ]);
  }

  placed(call: CallSession): void {
    this.caller?.setVariable("originate_signal_bond", call.uuid);
    this.#leg(call);
  }

  /** Somebody else was quicker, or it failed; what the phone said of that is passed on. */
  failed(call: CallSession): void {
    const said = call.channel.variables.get("proto_specific_hangup_cause");
    if (said) this.caller?.setVariable("last_bridge_proto_specific_hangup_cause", said);
    this.#cause(call, call.channel.facts.hangupCause);
  }

  /** The endpoint `user` makes a call within a call, so that everything is noted twice. */
  won(call: CallSession, viaUser: boolean): void {
    this.#cause(call, "NONE");
    if (viaUser) {
      this.#leg(call);
      this.#cause(call, "NONE");
    }
    const sdp = call.channel.variables.get("switch_r_sdp");
    this.caller?.setVariable("switch_m_sdp", sdp);
    this.caller?.setVariable("originate_signal_bond", undefined);
  }

  #leg(call: CallSession): void {
    const { calleeIdName = "", calleeIdNumber = "" } = call.channel.facts.profile;
    const text = `${call.uuid};${calleeIdName};${calleeIdNumber}`;
    this.caller?.channel.variables.push("originated_legs", text);
  }

  #cause(call: CallSession, cause: string): void {
    this.caller?.channel.variables.push("originate_causes", `${call.uuid};${cause}`);
  }
}
