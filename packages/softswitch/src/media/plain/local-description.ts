import {
  type AgreedCodec,
  type AgreedLine,
  type CodecPreferences,
  codecOf,
  describeAudio,
  describeSession,
  describeVideo,
  type LocalEvents,
  type LocalStream,
  OFFERED_AUDIO,
  refuseMedia,
  type SdpMedia,
  type SdpPayload,
  writeSdp,
} from "../sdp/index.js";

/** The dynamic types FreeSWITCH uses too; the others are RFC 3551's own. */
const TYPES = { PCMU: 0, PCMA: 8, G722: 9, opus: 102 } as const;
const EVENTS: LocalEvents = { type: 101, clockRate: 8000 };
const OPUS_EVENTS: LocalEvents = { type: 103, clockRate: 48_000 };
const VIDEO: readonly SdpPayload[] = [
  { type: 96, name: "VP8", clockRate: 90_000, channels: 1, parameters: undefined },
  {
    type: 97,
    name: "H264",
    clockRate: 90_000,
    channels: 1,
    parameters: "profile-level-id=42e01f;packetization-mode=1",
  },
];

/** The codecs of an offer of ours, liked best first. */
export const offeredCodecs = ({ audio }: CodecPreferences): AgreedCodec[] =>
  (audio ?? OFFERED_AUDIO).map((name) => codecOf(name, TYPES[name]));

/** Events for each clock rate the codecs have. */
export const offeredEvents = (codecs: readonly AgreedCodec[]): LocalEvents[] =>
  codecs.some(({ name }) => name === "opus") ? [OPUS_EVENTS, EVENTS] : [EVENTS];

export const offeredVideo = ({ video }: CodecPreferences): SdpPayload[] =>
  VIDEO.filter(({ name }) => video.some((one) => one === name));

/** What our m-lines are made of. */
export interface LocalMedia {
  readonly audio:
    | {
        readonly stream: LocalStream;
        readonly codecs: readonly AgreedCodec[];
        readonly events: readonly LocalEvents[];
      }
    | undefined;
  readonly video:
    | { readonly stream: LocalStream; readonly payloads: readonly SdpPayload[] }
    | undefined;
}

function describeLine({ use, media }: AgreedLine, { audio, video }: LocalMedia): SdpMedia {
  if (use === "audio" && audio) return describeAudio(audio.stream, audio.codecs, audio.events);
  if (use === "video" && video) return describeVideo(video.stream, video.payloads);
  return refuseMedia(media);
}

/** Writes the descriptions of one leg, each with a version of its own. */
export class LocalDescription {
  readonly #sessionId = String(Math.floor(Math.random() * 2 ** 48));
  #version = 0;

  /** `address` is what SDP says. */
  constructor(readonly address: string) {}

  /** One m-line for each of the other side's, in their order. */
  describe(lines: readonly AgreedLine[], local: LocalMedia): string {
    return this.#write(lines.map((line) => describeLine(line, local)));
  }

  /** The first offer: audio, then video. */
  propose({ audio, video }: LocalMedia): string {
    return this.#write([
      ...(audio ? [describeAudio(audio.stream, audio.codecs, audio.events)] : []),
      ...(video ? [describeVideo(video.stream, video.payloads)] : []),
    ]);
  }

  #write(media: readonly SdpMedia[]): string {
    this.#version += 1;
    const { address } = this;
    return writeSdp(
      describeSession({ address, sessionId: this.#sessionId, version: this.#version }, media),
    );
  }
}
