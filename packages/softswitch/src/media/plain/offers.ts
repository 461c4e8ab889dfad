import type { AudioCodecName } from "../codecs/index.js";
import {
  type AgreedCodec,
  type CodecPreferences,
  codecOf,
  type LocalStream,
  type SdpDirection,
} from "../sdp/index.js";
import { MediaRefusedError } from "../types.js";
import type { PreparedMedia } from "./agreed-media.js";
import type { AudioAgreement } from "./audio-path.js";
import {
  LocalDescription,
  type LocalMedia,
  offeredCodecs,
  offeredEvents,
  offeredVideo,
} from "./local-description.js";
import type { RtpTransport } from "./rtp-transport.js";

interface PendingOffer {
  readonly direction: SdpDirection;
  /** An answer may only choose among what was offered. */
  readonly preferences: CodecPreferences;
  readonly codecs: readonly AgreedCodec[];
  readonly eventTypes: readonly { readonly type: number; readonly clockRate: number }[];
}

/** Offers and answers of one leg (RFC 3264). */
export class Offers {
  readonly #preferences: CodecPreferences;
  readonly #description: LocalDescription;
  #localSdp = "";
  #holds = false;
  pending: PendingOffer | undefined;

  constructor(address: string, preferences: CodecPreferences) {
    this.#description = new LocalDescription(address);
    this.#preferences = preferences;
  }

  get localSdp(): string {
    return this.#localSdp;
  }

  /** Whether this side holds the other. */
  get holds(): boolean {
    return this.#holds;
  }

  /** The codec a leg has before anything is agreed on. */
  get favourite(): AgreedCodec {
    return offeredCodecs(this.#preferences)[0] ?? codecOf("PCMU", 0);
  }

  /** The first offer. */
  propose(port: number, videoPort: number | undefined): void {
    const codecs = offeredCodecs(this.#preferences);
    const eventTypes = offeredEvents(codecs);
    const stream = { protocol: "RTP/AVP", direction: "sendrecv", hasRtcpMux: false } as const;
    this.#localSdp = this.#description.propose({
      audio: { stream: { ...stream, port }, codecs, events: eventTypes },
      video:
        videoPort === undefined
          ? undefined
          : { stream: { ...stream, port: videoPort }, payloads: offeredVideo(this.#preferences) },
    });
    const { video } = this.#preferences;
    const preferences = { audio: undefined, video };
    this.pending = { direction: "sendrecv", preferences, codecs, eventTypes };
  }

  /** Under which types our pending offer has a codec and its events. */
  typesOf(name: AudioCodecName): AudioAgreement["offered"] {
    const codec = this.pending?.codecs.find((one) => one.name === name);
    if (codec === undefined) {
      throw new MediaRefusedError("m=audio", `the answer chooses ${name}, which was not offered`);
    }
    const atRate = (rate: number) =>
      this.pending?.eventTypes.find(({ clockRate }) => clockRate === rate)?.type;
    return { codec: codec.payloadType, events: atRate(codec.sdpRate) ?? atRate(8000) };
  }

  /**
   * The answer has come and is good. The offer stays open: a telephone that has answered with 183 does so again with 200,
   * and not always the same.
   */
  completed(): void {
    this.#holds = this.pending?.direction === "sendonly";
  }

  /** Our answer to what was agreed on. */
  answer(media: PreparedMedia, audio: RtpTransport, video: RtpTransport | undefined): string {
    const local = localMedia(media, undefined, audio, video);
    this.pending = undefined;
    this.#localSdp = this.#description.describe(media.agreement.lines, local);
    return this.#localSdp;
  }

  /** A later offer: the same streams in the same places. */
  reoffer(
    media: PreparedMedia | undefined,
    isHolding: boolean,
    audio: RtpTransport,
    video: RtpTransport | undefined,
  ): string {
    if (media === undefined) return this.#localSdp;
    const direction = isHolding ? "sendonly" : "sendrecv";
    const local = localMedia(media, direction, audio, video);
    const { codecs = [], events = [] } = local.audio ?? {};
    const { video: videoCodecs } = this.#preferences;
    const preferences = { audio: codecs.map(({ name }) => name), video: videoCodecs };
    this.pending = { direction, preferences, codecs, eventTypes: events };
    this.#localSdp = this.#description.describe(media.agreement.lines, local);
    return this.#localSdp;
  }
}

function localStream(
  media: { readonly places: { readonly hasRtcpMux: boolean }; readonly direction: SdpDirection },
  protocol: string,
  direction: SdpDirection | undefined,
  transport: RtpTransport,
): LocalStream {
  return {
    port: transport.port,
    protocol,
    direction: direction ?? media.direction,
    hasRtcpMux: media.places.hasRtcpMux,
    crypto: transport.security?.local,
  };
}

/** Our side of the agreement; `direction` where it is not the agreed one. */
function localMedia(
  { agreement, audio, video }: PreparedMedia,
  direction: SdpDirection | undefined,
  audioTransport: RtpTransport,
  videoTransport: RtpTransport | undefined,
): LocalMedia {
  const audioProtocol = agreement.audio?.stream.protocol ?? "RTP/AVP";
  const videoProtocol = agreement.video?.stream.protocol ?? "RTP/AVP";
  return {
    audio: audio && {
      stream: localStream(audio, audioProtocol, direction, audioTransport),
      codecs: [audio.path.codec],
      events: audio.path.events ? [audio.path.events] : [],
    },
    video: video &&
      videoTransport && {
        stream: localStream(video, videoProtocol, direction, videoTransport),
        payloads: [video.payload],
      },
  };
}
