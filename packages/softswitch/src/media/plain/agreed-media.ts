import { createCodec } from "../codecs/index.js";
import type { RtpStreamState } from "../rtp/index.js";
import {
  type AgreedAudio,
  type Agreement,
  receives,
  type SdpDirection,
  type SdpPayload,
  sends,
} from "../sdp/index.js";
import { type AudioAgreement, AudioPath } from "./audio-path.js";
import { resolvePlaces } from "./lookup.js";
import type { PortPair, PortPool } from "./port-pool.js";
import type { RemotePlaces } from "./rtp-transport.js";

/** Everything of an agreement that takes time or may fail, done before the leg changes. */
export interface PreparedMedia {
  readonly agreement: Agreement;
  readonly audio:
    | { readonly path: AudioPath; readonly places: RemotePlaces; readonly direction: SdpDirection }
    | undefined;
  readonly video:
    | {
        readonly payload: SdpPayload;
        readonly places: RemotePlaces;
        readonly direction: SdpDirection;
        /** Opened where the leg had no video yet. */
        readonly pair: PortPair | undefined;
      }
    | undefined;
}

export interface Preparation {
  readonly pool: PortPool;
  readonly address: string;
  readonly stream: RtpStreamState;
  readonly path: AudioPath | undefined;
  readonly hasVideoPort: boolean;
  /** What this side wants at most. */
  readonly limit: SdpDirection;
  /** The numbers of our own offer, where the agreement is an answer to it. */
  readonly offered: AudioAgreement["offered"];
  readonly onDigit: (digit: string, durationMs: number) => void;
}

function within(direction: SdpDirection, limit: SdpDirection): SdpDirection {
  const isSending = sends(direction) && sends(limit);
  const isReceiving = receives(direction) && receives(limit);
  if (isSending) return isReceiving ? "sendrecv" : "sendonly";
  return isReceiving ? "recvonly" : "inactive";
}

async function preparePath(agreed: AgreedAudio, wanted: Preparation): Promise<AudioPath> {
  const { codec, events, comfortNoise } = agreed;
  const agreement: AudioAgreement = { codec, events, comfortNoise, offered: wanted.offered };
  if (wanted.path?.fits(agreement)) return wanted.path;
  return new AudioPath(agreement, await createCodec(codec.name), wanted.stream, wanted.onDigit);
}

/** Throws MediaRefusedError; then nothing stays open. */
export async function prepareMedia(
  agreement: Agreement,
  wanted: Preparation,
): Promise<PreparedMedia> {
  const { audio, video } = agreement;
  const places = audio && (await resolvePlaces(audio.stream, wanted.address));
  const videoPlaces = video && (await resolvePlaces(video.stream, wanted.address));
  const path = audio && (await preparePath(audio, wanted));
  const opensVideo = video !== undefined && !wanted.hasVideoPort;
  const pair = opensVideo ? await wanted.pool.open(!video.stream.hasRtcpMux) : undefined;
  return {
    agreement,
    audio: audio &&
      path &&
      places && { path, places, direction: within(audio.stream.ourDirection, wanted.limit) },
    video: video &&
      videoPlaces && {
        payload: video.payload,
        places: videoPlaces,
        direction: within(video.stream.ourDirection, wanted.limit),
        pair,
      },
  };
}
