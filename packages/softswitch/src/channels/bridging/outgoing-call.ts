import type { CallSession } from "../call-session.js";
import type { OtherLeg } from "../caller-profile.js";
import { NO_TIMES } from "../caller-profile.js";
import { CALL_UPDATE_FLIPPED, CREATE, ORIGINATE, OUTGOING } from "../event-sources.js";
import {
  markAnswered,
  markEarly,
  markRinging,
  takeAgreement,
  takeCodec,
} from "../legs/answering.js";
import type { Agreement, OutgoingLeg } from "../legs/leg.js";
import type { Pairs, Prospect } from "./endpoints.js";

/** What one call of ours needs to begin. */
export interface OutgoingStart {
  readonly call: CallSession;
  readonly leg: OutgoingLeg;
  readonly prospect: Prospect;
  /** Variables of the dial string and those the caller exports. */
  readonly variables: Pairs;
  readonly serial: number;
  readonly caller: CallSession | undefined;
  ringing(): void;
  early(): void;
  answered(): void;
}

/** The caller as the called channel shows it, with the times of a fresh profile: none. */
export function originatorOf(caller: CallSession): OtherLeg {
  return {
    type: "originator",
    uuid: caller.uuid,
    name: caller.name,
    logicalDirection: caller.direction,
    profile: caller.channel.facts.profile,
    times: NO_TIMES,
  };
}

function setVariables(start: OutgoingStart, own: Pairs): void {
  const { call, caller, prospect, variables } = start;
  const list = call.channel.variables;
  const hops = Number(caller?.getVariable("max_forwards") ?? "70") - 1;
  list.setAll(own);
  if (caller) {
    list.setAll([
      ["max_forwards", String(hops)],
      ["originator", caller.uuid],
      ["signal_bond", caller.uuid],
      ["call_uuid", caller.uuid],
    ]);
  }
  list.setAll(prospect.variables);
  list.setAll(variables);
  list.set("originate_early_media", "true");
  if (caller) list.set("originating_leg_uuid", caller.uuid);
  list.set("originate_endpoint", call.leg.endpoint);
}

/** From the wish to the INVITE on its way: OUTGOING, CREATE, ORIGINATE and the states between them. */
export async function beginOutgoing(start: OutgoingStart): Promise<void> {
  const { call, leg, prospect, caller } = start;
  const { channel } = call;
  if (caller) channel.update({ other: originatorOf(caller) });
  channel.fire("CHANNEL_OUTGOING", OUTGOING);
  const { destination } = channel.facts.profile;
  const facts = { uuid: call.uuid, serial: start.serial, name: call.name, now: call.input.now() };
  const own = await leg.prepare({ ...facts, destination });
  if (call.isOver) return;
  setVariables(start, own);
  channel.update({ presenceId: prospect.presenceId, callUuid: caller?.uuid ?? call.uuid });
  channel.run("CS_INIT");
  channel.fireExtended("CHANNEL_CREATE", CREATE);
  channel.update({ state: "CS_ROUTING" });
  channel.fireExtended("CHANNEL_ORIGINATE", ORIGINATE);
  channel.run("CS_ROUTING");
  channel.update({ state: "CS_CONSUME_MEDIA" });
  channel.run("CS_CONSUME_MEDIA");
  leg.outgoing = listener(start);
  leg.dial();
}

function listener(start: OutgoingStart) {
  const { call } = start;
  const isEarly = (): boolean => call.channel.facts.answerState === "early";
  const waits = (): boolean => !call.isOver && !call.isAnswered;
  return {
    ringing: (variables: Pairs): void => {
      if (!waits()) return;
      call.channel.variables.setAll(variables);
      markRinging(call);
      start.ringing();
    },
    early: (agreement: Agreement): void => {
      if (!waits() || isEarly()) return;
      // The other way round than at an answer: the codecs are told behind it.
      call.channel.variables.setAll(agreement.variables);
      markEarly(call);
      takeCodec(call, agreement.codec);
      start.early();
    },
    answered: (agreement: Agreement): void => {
      if (!waits()) return;
      if (isEarly()) call.channel.variables.setAll(agreement.variables);
      else takeAgreement(call, agreement);
      markAnswered(call);
      call.channel.variables.setAll(start.prospect.userVariables);
      start.answered();
    },
  };
}

/** A call of ours that goes on by itself: now it is the called one who calls (switch_channel_flip_cid). */
export function flipCallerId(call: CallSession): void {
  const { channel } = call;
  const { profile } = channel.facts;
  channel.variables.set("pre_transfer_caller_id_name", profile.callerIdName || undefined);
  channel.variables.set("pre_transfer_caller_id_number", profile.callerIdNumber);
  channel.variables.set("channel_cid_flipped", "yes");
  const flipped = {
    callerIdName: profile.calleeIdName ?? "",
    callerIdNumber: profile.calleeIdNumber ?? "",
    calleeIdName: profile.callerIdName,
    calleeIdNumber: profile.callerIdNumber,
  };
  channel.update({ profile: { ...profile, ...flipped } });
  channel.fireExtended("CALL_UPDATE", CALL_UPDATE_FLIPPED, [["Direction", "RECV"]]);
}

/** The endpoint `user` is a channel of its own to the core, which tells of it when it has become the phone's. */
export function fireUserOutgoing(call: CallSession): void {
  call.channel.variables.set("originate_endpoint", "user");
  call.channel.fire("CHANNEL_OUTGOING", OUTGOING);
}
