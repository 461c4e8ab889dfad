import type { AudioPort } from "../audio/types.js";

/** An audio codec as SDP, events and variables show it. */
export interface Codec {
  /** `PCMU`, `PCMA`, `G722`, `opus`. */
  readonly name: string;
  /** Samples per second of the audio. */
  readonly rate: number;
  /** What SDP says, which for G.722 is 8000 for historic reasons (RFC 3551 4.5.2). */
  readonly sdpRate: number;
  readonly bitRate: number;
  /** Payload type in use on this leg. */
  readonly payloadType: number;
}

export interface LegEvents {
  /** RFC 4733 digit, once per key press. */
  dtmf: [digit: string, durationMs: number];
  /** No media for the leg's timeout; fires once until media comes again. */
  timeout: [];
  /** The way media flows has changed by a re-INVITE: true when the phone holds us. */
  hold: [held: boolean];
  /** An RTP packet of the phone's video, for whoever forwards it. */
  video: [packet: Buffer];
  /** The phone asks for a key frame of what we send it. */
  keyframe: [];
}

export interface LegStats {
  readonly packetsIn: number;
  readonly packetsOut: number;
  readonly lost: number;
  /** Packets that came from an address that is not the phone's, and were thrown away. */
  readonly strangers: number;
}

/** The media of one call leg: agreed on by SDP, sound as an AudioPort. */
export interface MediaLeg extends AudioPort {
  readonly kind: "rtp" | "webrtc";
  /** What this side says: the answer, or the offer before `accept`. */
  readonly localSdp: string;
  readonly remoteSdp: string | undefined;
  readonly codec: Codec;
  readonly hasVideo: boolean;
  /** `VP8` or `H264`; packets mean something only to legs with the same one. */
  readonly videoCodec?: string | undefined;
  readonly held: boolean;
  /** Where media is sent and what it is sent from, for the variables of the call. */
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  /** Completes an offer of ours. Throws MediaRefusedError when the answer cannot be used. */
  accept(answer: string): Promise<void>;
  /** A re-INVITE's offer: gives our answer. Throws MediaRefusedError and leaves the leg as it was. */
  renegotiate(offer: string): Promise<string>;
  /** A new offer of ours for a re-INVITE, to be completed by `accept`. */
  reoffer(options?: { readonly hold?: boolean }): Promise<string>;
  /** Sends digits as RFC 4733 events, one after the other (default 100 ms each). */
  sendDtmf(digits: string, durationMs?: number): void;
  /** Sends a video packet (RTP) of another leg to the phone; does nothing without video. */
  sendVideo(packet: Buffer): void;
  /** Asks the phone for a key frame. */
  requestKeyframe(): void;
  stats(): LegStats;
  on<K extends keyof LegEvents>(name: K, listener: (...args: LegEvents[K]) => void): this;
  off<K extends keyof LegEvents>(name: K, listener: (...args: LegEvents[K]) => void): this;
  close(): void;
}

export interface LegOptions {
  /** Names in order of preference (`OPUS,G722,PCMU`); an offer's order decides only within one preference. */
  readonly codecs?: string | undefined;
  /** Agree on video when offered. */
  readonly video?: boolean | undefined;
  /** Milliseconds without media before `timeout`; 0 for never. */
  readonly timeoutMs?: number | undefined;
}

/** The phone's SDP holds nothing this switch can do: 488. `field` says what. */
export class MediaRefusedError extends Error {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
    this.name = "MediaRefusedError";
  }
}

/** Makes legs. One per switch: it owns the range of ports. */
export interface Media {
  /** Answers a phone's offer; plain RTP or WebRTC, as the offer says (RTP/AVP, RTP/SAVPF with fingerprint and ICE). */
  answer(offer: string, options?: LegOptions): Promise<MediaLeg>;
  /** Offers to a phone. */
  offer(options: LegOptions & { readonly webrtc: boolean }): Promise<MediaLeg>;
  /** Loads what the first browser would wait for, half a second of work in pieces. Need neither be awaited nor called. */
  expectBrowsers(): Promise<void>;
  /** Legs that are not closed yet. */
  readonly legs: number;
  stop(): Promise<void>;
}
