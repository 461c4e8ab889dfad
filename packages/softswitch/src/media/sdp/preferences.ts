import { AUDIO_CODECS, type AudioCodecName } from "../codecs/index.js";
import type { Codec } from "../types.js";
import { isNamed, type SdpPayload } from "./payloads.js";

export const VIDEO_CODECS = ["VP8", "H264"] as const;
export type VideoCodecName = (typeof VIDEO_CODECS)[number];

export interface CodecPreferences {
  /** Undefined: the offer's order decides. */
  readonly audio: readonly AudioCodecName[] | undefined;
  readonly video: readonly VideoCodecName[];
}

/** What an offer of ours lists when nothing else is wanted: global_codec_prefs as FreeSWITCH ships them. */
export const OFFERED_AUDIO: readonly AudioCodecName[] = ["opus", "G722", "PCMU", "PCMA"];

/** Reads `OPUS,G722@20i,PCMU,VP8`; names that are no codecs of ours are passed over. */
export function readPreferences(codecs: string | undefined): CodecPreferences {
  const names = (codecs ?? "")
    .split(",")
    .map((name) => name.trim().replace(/@.*$/, "").toLowerCase());
  const among = <T extends string>(known: readonly T[]): T[] => [
    ...new Set(names.flatMap((name) => known.filter((one) => one.toLowerCase() === name))),
  ];
  const audio = among(AUDIO_CODECS);
  const video = among(VIDEO_CODECS);
  return {
    audio: audio.length > 0 ? audio : undefined,
    video: video.length > 0 ? video : VIDEO_CODECS,
  };
}

/** What never changes of a codec. */
const FACTS: Readonly<Record<AudioCodecName, Omit<Codec, "payloadType" | "name">>> = {
  PCMU: { rate: 8000, sdpRate: 8000, bitRate: 64_000 },
  PCMA: { rate: 8000, sdpRate: 8000, bitRate: 64_000 },
  G722: { rate: 16_000, sdpRate: 8000, bitRate: 64_000 },
  opus: { rate: 48_000, sdpRate: 48_000, bitRate: 0 },
};

export interface AgreedCodec extends Codec {
  readonly name: AudioCodecName;
}

export const codecOf = (name: AudioCodecName, payloadType: number): AgreedCodec => ({
  name,
  ...FACTS[name],
  payloadType,
});

const isCodec = (payload: SdpPayload, name: AudioCodecName): boolean =>
  isNamed(payload, name) && payload.clockRate === FACTS[name].sdpRate;

/** The codec both sides have; undefined where there is none. */
export function chooseAudio(
  payloads: readonly SdpPayload[],
  wanted: readonly AudioCodecName[] | undefined,
): AgreedCodec | undefined {
  if (wanted === undefined) {
    const named = payloads.flatMap((payload) =>
      AUDIO_CODECS.filter((name) => isCodec(payload, name)),
    );
    return named[0] && chooseAudio(payloads, [named[0]]);
  }
  for (const name of wanted) {
    const payload = payloads.find((one) => isCodec(one, name));
    if (payload) return codecOf(name, payload.type);
  }
  return undefined;
}

/** RFC 4733 events at the codec's own rate, or else at 8000 Hz, where some telephones keep them even beside Opus. */
export function chooseEvents(
  payloads: readonly SdpPayload[],
  codec: AgreedCodec,
): SdpPayload | undefined {
  const events = payloads.filter((payload) => isNamed(payload, "telephone-event"));
  const atRate = (rate: number) => events.find(({ clockRate }) => clockRate === rate);
  return atRate(codec.sdpRate) ?? atRate(8000);
}

/** The video to be passed through, its payload type as the other side has it. */
export function chooseVideo(
  payloads: readonly SdpPayload[],
  wanted: readonly VideoCodecName[],
): SdpPayload | undefined {
  for (const name of wanted) {
    const payload = payloads.find((one) => isNamed(one, name) && one.clockRate === 90_000);
    if (payload) return payload;
  }
  return undefined;
}
