import { AUDIO_CODECS, type AudioCodecName } from "../codecs/index.js";
import type { Codec, LegOptions } from "../types.js";
import type { Payload } from "./remote-description.js";

const VIDEO_CODECS = ["VP8", "H264"] as const;
export type VideoCodecName = (typeof VIDEO_CODECS)[number];

export interface Preferences {
  readonly audio: readonly AudioCodecName[];
  readonly video: readonly VideoCodecName[];
}

export interface AudioChoice {
  readonly codec: AudioCodecName;
  readonly payload: Payload;
  /** RFC 4733 at the codec's clock, or at 8000 Hz where there is nothing better. */
  readonly events: Payload | undefined;
}

/** FreeSWITCH's global_codec_prefs as they are shipped; video as browsers like it best. */
const DEFAULT_AUDIO: readonly AudioCodecName[] = ["opus", "G722", "PCMU", "PCMA"];

/** Reads `OPUS,G722@20i,PCMU,VP8`. Names that are no codecs of ours are passed over. */
export function readPreferences(codecs: LegOptions["codecs"]): Preferences {
  const names = (codecs ?? "").split(",").map((name) => name.trim().split("@")[0]?.toUpperCase());
  const audio = names.flatMap((name) => AUDIO_CODECS.filter((one) => one.toUpperCase() === name));
  const video = names.flatMap((name) => VIDEO_CODECS.filter((one) => one === name));
  return {
    audio: audio.length > 0 ? [...new Set(audio)] : DEFAULT_AUDIO,
    video: video.length > 0 ? [...new Set(video)] : VIDEO_CODECS,
  };
}

/** The codec both sides have, ours by preference; undefined where there is none. */
export function chooseAudio(
  payloads: readonly Payload[],
  preferences: Preferences,
): AudioChoice | undefined {
  for (const codec of preferences.audio) {
    const payload = payloads.find((one) => isNamed(one, codec));
    if (payload !== undefined) return { codec, payload, events: chooseEvents(payloads, payload) };
  }
  return undefined;
}

function chooseEvents(payloads: readonly Payload[], audio: Payload): Payload | undefined {
  const events = payloads.filter((one) => isNamed(one, "telephone-event"));
  const atRate = (rate: number) => events.find(({ clockRate }) => clockRate === rate);
  return atRate(audio.clockRate) ?? atRate(8000);
}

/** The video codec to be passed through; undefined where there is none. */
export function chooseVideo(
  payloads: readonly Payload[],
  preferences: Preferences,
): Payload | undefined {
  for (const name of preferences.video) {
    const found = payloads.filter((one) => isNamed(one, name) && isForwardable(one, name));
    if (found.length > 0) return found.find(isBaseline) ?? found[0];
  }
  return undefined;
}

/** Single NAL units only (mode 0) would need packets cut anew. */
const isForwardable = (payload: Payload, name: VideoCodecName): boolean =>
  name !== "H264" || /packetization-mode=1/.test(payload.parameters);

/** Constrained baseline, the one profile that all browsers have (RFC 7742 6.2). */
const isBaseline = (payload: Payload): boolean =>
  /profile-level-id=42[ce]0/i.test(payload.parameters);

const isNamed = (payload: Payload, name: string): boolean =>
  payload.name.toUpperCase() === name.toUpperCase();

const RATES: Readonly<Record<AudioCodecName, number>> = {
  PCMU: 8000,
  PCMA: 8000,
  G722: 16_000,
  opus: 48_000,
};

const BIT_RATES: Readonly<Record<AudioCodecName, number>> = {
  PCMU: 64_000,
  PCMA: 64_000,
  G722: 64_000,
  opus: 0,
};

/** As variables and events of the call show it. Opus' bit rate varies: 0, as FreeSWITCH says too. */
export function describeCodec({ codec, payload }: AudioChoice): Codec {
  return {
    name: codec,
    rate: RATES[codec],
    sdpRate: payload.clockRate,
    bitRate: BIT_RATES[codec],
    payloadType: payload.type,
  };
}

/** What an offer of ours lists, payload types as browsers use them. */
export const OWN_PAYLOADS: Readonly<Record<AudioCodecName | VideoCodecName, Payload>> = {
  opus: payloadOf(111, "opus", 48_000, 2, "minptime=10;useinbandfec=1"),
  G722: payloadOf(9, "G722", 8000),
  PCMU: payloadOf(0, "PCMU", 8000),
  PCMA: payloadOf(8, "PCMA", 8000),
  VP8: payloadOf(96, "VP8", 90_000),
  H264: payloadOf(
    97,
    "H264",
    90_000,
    1,
    "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
  ),
};

export const OWN_EVENTS = {
  48000: payloadOf(110, "telephone-event", 48_000, 1, "0-16"),
  8000: payloadOf(101, "telephone-event", 8000, 1, "0-16"),
} as const;

function payloadOf(
  type: number,
  name: string,
  clockRate: number,
  channels = 1,
  parameters = "",
): Payload {
  return { type, name, clockRate, channels, parameters };
}
