import { relay } from "../../audio/index.js";
import type { Header } from "../../core/index.js";
import type { CallSession } from "../call-session.js";
import { BRIDGE, CALL_UPDATE_SENT, UNBRIDGE } from "../event-sources.js";
import { originatorOf } from "./outgoing-call.js";

/** Two calls that hear each other. */
export interface Bridge {
  readonly a: CallSession;
  readonly b: CallSession;
  /** Parts them; neither is hung up by it. */
  end(): void;
  /** Settles when they are parted. */
  readonly ended: Promise<void>;
}

/** Who a call is joined with. */
export const partnerOf = (call: CallSession): CallSession | undefined =>
  call.bridge?.a === call ? call.bridge.b : call.bridge?.a;

/** Sound between two calls, both ways, whatever they sit in; gives what ends it. */
function join(a: CallSession, b: CallSession): () => void {
  const left = a.sound.borrow();
  const right = b.sound.borrow();
  const running = left && right ? relay(left, right, a.input.clock) : undefined;
  const endVideo = joinVideo(a, b);
  return () => {
    running?.stop();
    left?.release();
    right?.release();
    endVideo();
  };
}

function joinVideo(a: CallSession, b: CallSession): () => void {
  const one = a.leg.video;
  const two = b.leg.video;
  if (!one || !two || a.leg.videoCodec !== b.leg.videoCodec) return () => {};
  const ends = [
    one.onPacket((packet) => two.send(packet)),
    two.onPacket((packet) => one.send(packet)),
    one.onKeyframeRequest(() => two.requestKeyframe()),
    two.onKeyframeRequest(() => one.requestKeyframe()),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** Digits one of them presses are sent to the other. */
function passDigits(a: CallSession, b: CallSession): () => void {
  const ends = [
    a.digits.listen((digit) => b.leg.sendDtmf(digit)),
    b.digits.listen((digit) => a.leg.sendDtmf(digit)),
  ];
  return () => {
    for (const end of ends) end();
  };
}

function setOthers(a: CallSession, b: CallSession): void {
  const { profile, times } = b.channel.facts;
  const { calleeIdName = "", calleeIdNumber = "" } = profile;
  const own = a.channel.facts.profile;
  a.channel.update({ profile: { ...own, calleeIdName, calleeIdNumber } });
  a.channel.update({
    other: {
      type: "originatee",
      uuid: b.uuid,
      name: b.name,
      logicalDirection: "inbound",
      profile,
      times,
    },
  });
  b.channel.update({ other: originatorOf(a), callUuid: a.uuid });
}

function tellCallee(call: CallSession, other: CallSession, name: string, number: string): void {
  call.setVariable("last_sent_callee_id_name", name);
  call.setVariable("last_sent_callee_id_number", number);
  call.channel.fireExtended("CALL_UPDATE", CALL_UPDATE_SENT, [
    ["Direction", "SEND"],
    ["Sent-Callee-ID-Name", name],
    ["Sent-Callee-ID-Number", number],
    ["Bridged-To", other.uuid],
  ]);
}

function noteEnd(a: CallSession, b: CallSession): void {
  for (const [call, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const cause = other.channel.facts.hangupCause || call.channel.facts.hangupCause;
    call.setVariable("last_bridge_hangup_cause", cause || "NORMAL_CLEARING");
    call.setVariable("bridge_hangup_cause", cause || "NORMAL_CLEARING");
  }
}

/** Each of two bridged calls learns who the other is: when they are joined, or when an early one is answered. */
export function tellEachOther(a: CallSession, b: CallSession): void {
  tellCallee(b, a, a.callerIdName, a.callerIdNumber);
  const { calleeIdName = "", calleeIdNumber = "" } = a.channel.facts.profile;
  tellCallee(a, b, calleeIdName, calleeIdNumber);
}

/** Connects two calls, answered or with early sound, with all that is told of it (switch_ivr_multi_threaded_bridge). */
export function connect(a: CallSession, b: CallSession): Bridge {
  const { now } = a.input;
  setOthers(a, b);
  const bridged = now();
  for (const [call, other] of [
    [a, b],
    [b, a],
  ] as const) {
    call.channel.setTimes({ bridged });
    call.setVariable("last_bridge_to", other.uuid);
    call.setVariable("bridge_channel", other.name);
    call.setVariable("bridge_uuid", other.uuid);
    call.setVariable("signal_bond", other.uuid);
  }
  const ids: Header[] = [
    ["Bridge-A-Unique-ID", a.uuid],
    ["Bridge-B-Unique-ID", b.uuid],
  ];
  a.channel.fireExtended("CHANNEL_BRIDGE", BRIDGE, [], ids);
  b.channel.update({ state: "CS_EXCHANGE_MEDIA" });
  b.channel.run("CS_EXCHANGE_MEDIA");
  if (a.isAnswered && b.isAnswered) tellEachOther(a, b);
  const ends = [join(a, b), passDigits(a, b)];
  let settle: () => void = () => {};
  let over = false;
  const ended = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const bridge: Bridge = {
    a,
    b,
    ended,
    end: () => {
      if (over) return;
      over = true;
      for (const end of ends) end();
      b.whenOver.delete(bridge.end);
      if (a.bridge === bridge) a.bridge = undefined;
      if (b.bridge === bridge) b.bridge = undefined;
      noteEnd(a, b);
      a.setVariable("last_bridge_role", "originator");
      b.setVariable("last_bridge_role", "originatee");
      a.channel.fireExtended("CHANNEL_UNBRIDGE", UNBRIDGE, [], ids);
      settle();
    },
  };
  a.bridge = bridge;
  b.bridge = bridge;
  b.whenOver.add(bridge.end);
  return bridge;
}
