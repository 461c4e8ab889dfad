import { type Channel, readCodecHeaders } from "./channel.js";
import { chooseCodec } from "./codecs.js";
import { ANSWERED, PRE_ANSWERED, REAL_READ_CODEC, WRITE_CODEC } from "./event-sources.js";
import { answerVariables, mediaVariables, type Telephone } from "./telephone.js";

/** Media is agreed on, then the call is answered: the events and variables of both. */
export function answerChannel(
  channel: Channel,
  phone: Telephone,
  wanted: string | undefined,
  now: number,
): void {
  const codec = chooseCodec(wanted);
  channel.update({ readCodec: codec, writeCodec: codec });
  channel.fire("CODEC", REAL_READ_CODEC, readCodecHeaders(codec, String(codec.sdpRate)));
  channel.fire("CODEC", WRITE_CODEC, [
    ["Channel-Write-Codec-Name", codec.name],
    ["Channel-Write-Codec-Rate", String(codec.rate)],
    ["Channel-Write-codec-bit-rate", String(codec.bitRate)],
    ["Channel-Reported-Write-Codec-Rate", String(codec.rate)],
  ]);
  channel.variables.setAll(mediaVariables(phone, codec, wanted ?? codec.name));
  channel.setTimes({ progressMedia: now });
  channel.update({ answerState: "early" });
  channel.fireExtended("CHANNEL_PROGRESS_MEDIA", PRE_ANSWERED);
  channel.setCallState("EARLY");
  channel.variables.setAll(answerVariables(phone, codec));
  channel.setTimes({ answered: now });
  channel.update({ answerState: "answered" });
  channel.fireExtended("CHANNEL_ANSWER", ANSWERED);
  channel.setCallState("ACTIVE");
  channel.variables.set("endpoint_disposition", "ANSWER");
}
