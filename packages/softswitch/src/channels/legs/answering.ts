import type { CallSession } from "../call-session.js";
import { readCodecHeaders } from "../channel.js";
import {
  ANSWERED,
  PRE_ANSWERED,
  PROGRESS,
  REAL_READ_CODEC,
  WRITE_CODEC,
} from "../event-sources.js";
import type { Codec } from "./codecs.js";
import type { Agreement, MaybeLater } from "./leg.js";

/** Goes on at once where the value is there, else when it comes. */
export const whenReady = <T, R>(value: MaybeLater<T>, next: (value: T) => R): R | Promise<R> =>
  value instanceof Promise ? value.then(next) : next(value);

/** The codec both sides use from now on. */
export function takeCodec(call: CallSession, codec: Codec): void {
  const { channel } = call;
  channel.update({ readCodec: codec, writeCodec: codec });
  channel.fire("CODEC", REAL_READ_CODEC, readCodecHeaders(codec, String(codec.sdpRate)));
  channel.fire("CODEC", WRITE_CODEC, [
    ["Channel-Write-Codec-Name", codec.name],
    ["Channel-Write-Codec-Rate", String(codec.rate)],
    ["Channel-Write-codec-bit-rate", String(codec.bitRate)],
    ["Channel-Reported-Write-Codec-Rate", String(codec.rate)],
  ]);
}

/** Media is agreed on: its codec, its variables. */
export function takeAgreement(call: CallSession, agreement: Agreement): void {
  takeCodec(call, agreement.codec);
  call.channel.variables.setAll(agreement.variables);
}

/** Sound flows before the answer. */
export function markEarly(call: CallSession): void {
  const { channel } = call;
  channel.setTimes({ progressMedia: call.input.now() });
  channel.update({ answerState: "early" });
  channel.fireExtended("CHANNEL_PROGRESS_MEDIA", PRE_ANSWERED);
  channel.setCallState("EARLY");
}

/** The other side rings. */
export function markRinging(call: CallSession): void {
  const { channel } = call;
  if (channel.facts.times.progress > 0 || channel.facts.answerState !== "ringing") return;
  channel.setTimes({ progress: call.input.now() });
  channel.fireExtended("CHANNEL_PROGRESS", PROGRESS);
  if (channel.facts.callState === "DOWN") channel.setCallState("RINGING");
}

export function markAnswered(call: CallSession): void {
  const { channel } = call;
  channel.setTimes({ answered: call.input.now() });
  channel.update({ answerState: "answered" });
  channel.fireExtended("CHANNEL_ANSWER", ANSWERED);
  channel.setCallState("ACTIVE");
  channel.variables.set("endpoint_disposition", "ANSWER");
}

/** A phone that takes nothing we have ends the call: 488. */
function agreement(
  call: CallSession,
  wish: MaybeLater<Agreement>,
): MaybeLater<Agreement | undefined> {
  if (!(wish instanceof Promise)) return wish;
  return wish.catch((error: unknown) => {
    call.input.core.log("warning", `${call.name}: ${String(error)}`);
    call.hangup("INCOMPATIBLE_DESTINATION");
    return undefined;
  });
}

/** Media before the answer; nothing where it flows already. `say`: tell the phone (183). */
export function openMedia(call: CallSession, say: boolean): MaybeLater<void> {
  const { channel, leg } = call;
  if (channel.facts.answerState !== "ringing" || call.isOver) return;
  const wanted = call.getVariable("codec_string") ?? call.getVariable("global_codec_prefs");
  const timeoutMs = Number(call.getVariable("media_timeout_audio")) || undefined;
  return whenReady(agreement(call, leg.agree(wanted, timeoutMs)), (agreement) => {
    if (!agreement) return;
    if (call.isOver || channel.facts.answerState !== "ringing") return;
    takeAgreement(call, agreement);
    if (say) channel.variables.setAll(leg.early());
    markEarly(call);
  });
}

/** Media is agreed on, then the call is answered: the events and variables of both. */
export function answerCall(call: CallSession): MaybeLater<void> {
  const { channel, leg } = call;
  if (channel.facts.answerState === "answered" || call.isOver) return;
  return whenReady(openMedia(call, false), () => {
    if (channel.facts.answerState !== "early" || call.isOver) return;
    channel.variables.setAll(leg.answer());
    markAnswered(call);
  });
}
