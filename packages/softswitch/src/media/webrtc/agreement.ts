import type { SdpDirection } from "../sdp/index.js";
import { MediaRefusedError } from "../types.js";
import {
  type AudioChoice,
  chooseAudio,
  chooseVideo,
  OWN_EVENTS,
  OWN_PAYLOADS,
  type Preferences,
} from "./codec-choice.js";
import type { LocalMedia } from "./local-description.js";
import type { Payload, RemoteDescription, RemoteMedia } from "./remote-description.js";

export type AnsweredMedia = LocalMedia | { readonly refused: RemoteMedia };

/** What both sides have said yes to. */
export interface Agreement {
  readonly audio: AudioChoice;
  readonly video: Payload | undefined;
  /** Ours, in the order of the m-lines, which no later description may change (RFC 3264 8). */
  readonly media: readonly AnsweredMedia[];
  /** The browser does not want to hear us. */
  readonly held: boolean;
  /** Our video goes out. */
  readonly sendsVideo: boolean;
}

export interface Wishes {
  readonly preferences: Preferences;
  readonly video: boolean;
  /** We do not want to hear the browser. */
  readonly hold: boolean;
}

const PROTOCOLS = new Set(["UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP", "RTP/SAVPF", "RTP/SAVP"]);

const sends = (direction: SdpDirection): boolean =>
  direction === "sendrecv" || direction === "sendonly";
const receives = (direction: SdpDirection): boolean =>
  direction === "sendrecv" || direction === "recvonly";

/** Our direction for the browser's (RFC 3264 6.1). */
function mirrored(theirs: SdpDirection, hold: boolean): SdpDirection {
  const out = receives(theirs);
  const into = sends(theirs) && !hold;
  if (out) return into ? "sendrecv" : "sendonly";
  return into ? "recvonly" : "inactive";
}

/** Throws MediaRefusedError with field `audio` when the offer has no sound that we can do. */
export function agreeOnOffer(offer: RemoteDescription, wishes: Wishes): Agreement {
  const usable = (kind: string) =>
    offer.media.find((one) => one.kind === kind && !one.isRefused && PROTOCOLS.has(one.protocol));
  const audioLine = usable("audio");
  const audio = audioLine && chooseAudio(audioLine.payloads, wishes.preferences);
  if (audioLine === undefined || audio === undefined) {
    throw new MediaRefusedError("audio", "The offer has no audio codec of this switch.");
  }
  const videoLine = wishes.video ? usable("video") : undefined;
  const isShared = videoLine?.isBundled === true && audioLine.isBundled;
  const video = isShared ? chooseVideo(videoLine.payloads, wishes.preferences) : undefined;
  const media = offer.media.map((line): AnsweredMedia => {
    const direction = mirrored(line.direction, wishes.hold);
    const { mid, protocol } = line;
    if (line === audioLine) {
      return { kind: "audio", mid, protocol, direction, payloads: listed(audio) };
    }
    if (line === videoLine && video !== undefined) {
      return { kind: "video", mid, protocol, direction, payloads: [video] };
    }
    return { refused: line };
  });
  return summarize(audio, video, media, audioLine.direction, videoLine?.direction);
}

/** Throws MediaRefusedError when the answer takes none of what `offered` has. */
export function agreeOnAnswer(
  answer: RemoteDescription,
  offered: readonly AnsweredMedia[],
  wishes: Wishes,
): Agreement {
  if (answer.media.length !== offered.length) {
    throw new MediaRefusedError("m", "The answer has other media than the offer.");
  }
  const lineOf = (kind: string) =>
    answer.media.find((one, index) => {
      const ours = offered[index];
      return ours !== undefined && !("refused" in ours) && ours.kind === kind && !one.isRefused;
    });
  const audioLine = lineOf("audio");
  // Within an answer its own order counts, and it lists nothing that was not offered.
  const audio = audioLine && chooseFirst(audioLine.payloads, wishes.preferences);
  if (audioLine === undefined || audio === undefined) {
    throw new MediaRefusedError("audio", "The answer has no audio codec of this switch.");
  }
  const videoLine = lineOf("video");
  const video = videoLine && chooseVideo(videoLine.payloads, wishes.preferences);
  const media = offered.map((ours, index): AnsweredMedia => {
    const line = answer.media[index];
    if ("refused" in ours || line === undefined) return ours;
    if (line === audioLine) return { ...ours, payloads: listed(audio) };
    if (line === videoLine && video !== undefined) return { ...ours, payloads: [video] };
    return {
      refused: { ...line, mid: ours.mid, formats: ours.payloads.map((one) => `${one.type}`) },
    };
  });
  return summarize(audio, video, media, audioLine.direction, videoLine?.direction);
}

function chooseFirst(
  payloads: readonly Payload[],
  preferences: Preferences,
): AudioChoice | undefined {
  const order = payloads.flatMap(({ name }) =>
    preferences.audio.filter((one) => one.toUpperCase() === name.toUpperCase()),
  );
  return chooseAudio(payloads, { ...preferences, audio: order });
}

const listed = (choice: AudioChoice): readonly Payload[] =>
  choice.events === undefined ? [choice.payload] : [choice.payload, choice.events];

function summarize(
  audio: AudioChoice,
  video: Payload | undefined,
  media: readonly AnsweredMedia[],
  audioDirection: SdpDirection,
  videoDirection: SdpDirection | undefined,
): Agreement {
  return {
    audio,
    video,
    media,
    held: !receives(audioDirection),
    sendsVideo: video !== undefined && videoDirection !== undefined && receives(videoDirection),
  };
}

/** The m-lines of a first offer of ours. */
export function offeredMedia(wishes: Wishes): readonly LocalMedia[] {
  const { audio, video } = wishes.preferences;
  const payloads = audio.map((name) => OWN_PAYLOADS[name]);
  const rates = new Set(payloads.map(({ clockRate }) => clockRate));
  const events = ([48_000, 8000] as const).filter((rate) => rates.has(rate));
  const line = { protocol: "UDP/TLS/RTP/SAVPF", direction: "sendrecv" as const };
  const sound: LocalMedia = {
    ...line,
    kind: "audio",
    mid: "0",
    payloads: [...payloads, ...events.map((rate) => OWN_EVENTS[rate])],
  };
  if (!wishes.video) return [sound];
  return [
    sound,
    { ...line, kind: "video", mid: "1", payloads: video.map((name) => OWN_PAYLOADS[name]) },
  ];
}

/** The same m-lines offered again, for hold and unhold. */
export function withHold(media: readonly AnsweredMedia[], hold: boolean): readonly AnsweredMedia[] {
  return media.map((one) =>
    "refused" in one ? one : { ...one, direction: hold ? "sendonly" : "sendrecv" },
  );
}
