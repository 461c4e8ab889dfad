import type { AudioCodecName } from "../codecs/index.js";
import { MediaRefusedError } from "../types.js";
import { isNamed, type SdpPayload } from "./payloads.js";
import {
  type AgreedCodec,
  type CodecPreferences,
  chooseAudio,
  chooseEvents,
  chooseVideo,
} from "./preferences.js";
import { isUsable, type RemoteStream, readStream } from "./stream.js";
import type { SdpMedia, SdpSession } from "./types.js";

export interface AgreedAudio {
  readonly stream: RemoteStream;
  readonly codec: AgreedCodec;
  readonly events: SdpPayload | undefined;
  /** Comfort noise the other side may send though nobody agreed on it: silence. */
  readonly comfortNoise: number | undefined;
}

export interface AgreedVideo {
  readonly stream: RemoteStream;
  readonly payload: SdpPayload;
}

/** What becomes of each m-line, in their order. */
export type AgreedLine =
  | { readonly use: "audio"; readonly media: SdpMedia }
  | { readonly use: "video"; readonly media: SdpMedia }
  | { readonly use: "refused"; readonly media: SdpMedia };

/** What two descriptions have in common. */
export interface Agreement {
  readonly lines: readonly AgreedLine[];
  /** Undefined when the other side has taken its audio away (port 0 in a later offer). */
  readonly audio: AgreedAudio | undefined;
  readonly video: AgreedVideo | undefined;
}

export interface AgreementWishes {
  readonly preferences: CodecPreferences;
  readonly video: boolean;
}

function agreeOnAudio(
  session: SdpSession,
  media: SdpMedia,
  wanted: readonly AudioCodecName[] | undefined,
): AgreedAudio | undefined {
  const stream = readStream(session, media);
  const codec = chooseAudio(stream.payloads, wanted);
  if (codec === undefined) return undefined;
  const noise = stream.payloads.find((payload) => isNamed(payload, "CN"));
  const events = chooseEvents(stream.payloads, codec);
  return { stream, codec, events, comfortNoise: noise?.type };
}

function agreeOnVideo(
  session: SdpSession,
  media: SdpMedia,
  wishes: AgreementWishes,
): AgreedVideo | undefined {
  const stream = readStream(session, media);
  const payload = chooseVideo(stream.payloads, wishes.preferences.video);
  return payload && { stream, payload };
}

/**
 * Goes through the m-lines of an offer, or of an answer to ours: the first audio that can be used, the first video if it
 * is wanted; everything else is refused in its place (RFC 3264 6).
 */
export function agree(session: SdpSession, wishes: AgreementWishes): Agreement {
  let audio: AgreedAudio | undefined;
  let video: AgreedVideo | undefined;
  const lines = session.media.map((media): AgreedLine => {
    if (!isUsable(media)) return { use: "refused", media };
    if (media.kind === "audio" && audio === undefined) {
      audio = agreeOnAudio(session, media, wishes.preferences.audio);
      if (audio) return { use: "audio", media };
    } else if (media.kind === "video" && video === undefined && wishes.video) {
      video = agreeOnVideo(session, media, wishes);
      if (video) return { use: "video", media };
    }
    return { use: "refused", media };
  });
  return { lines, audio, video };
}

/** Says what is wrong with a description that gives no audio: 488's reason. */
export function refusalOf(session: SdpSession): MediaRefusedError {
  const audio = session.media.filter(({ kind, port }) => kind === "audio" && port !== 0);
  if (audio.length === 0) return new MediaRefusedError("m", "there is no audio stream");
  if (audio.some(isUsable)) return new MediaRefusedError("m=audio", "there is no codec in common");
  const protocols = audio.map(({ protocol }) => protocol).join(", ");
  return new MediaRefusedError("m=audio", `the transport cannot be used: ${protocols}`);
}

/** Whether a browser wrote this: DTLS keys for its audio (RFC 8829). */
export function isWebrtc(session: SdpSession): boolean {
  const isFingerprinted = (of: { readonly attributes: SdpMedia["attributes"] }) =>
    of.attributes.some(({ name }) => name === "fingerprint");
  return session.media.some(
    (media) =>
      media.port !== 0 &&
      media.protocol.includes("SAVP") &&
      (isFingerprinted(media) || isFingerprinted(session)),
  );
}

/** Whether the description gives up audio instead of asking for one we do not have. */
export const isWithoutAudio = ({ media }: SdpSession): boolean =>
  media.every(({ kind, port }) => kind !== "audio" || port === 0);
