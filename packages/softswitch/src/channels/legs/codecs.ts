/** An audio codec as its events and variables show it. */
export interface Codec {
  readonly name: string;
  /** Samples per second of the audio. */
  readonly rate: number;
  /** What SDP says, which for G.722 is 8000 for historic reasons (RFC 3551 4.5.2). */
  readonly sdpRate: number;
  readonly bitRate: number;
  readonly payloadType: number;
}

const CODECS: readonly Codec[] = [
  { name: "G722", rate: 16_000, sdpRate: 8000, bitRate: 64_000, payloadType: 9 },
  { name: "opus", rate: 48_000, sdpRate: 48_000, bitRate: 0, payloadType: 96 },
  { name: "PCMU", rate: 8000, sdpRate: 8000, bitRate: 64_000, payloadType: 0 },
  { name: "PCMA", rate: 8000, sdpRate: 8000, bitRate: 64_000, payloadType: 8 },
];

const FALLBACK: Codec = {
  name: "PCMU",
  rate: 8000,
  sdpRate: 8000,
  bitRate: 64_000,
  payloadType: 0,
};

/** The first codec of a preference list (`OPUS,G722`) that a scripted telephone has. */
export function chooseCodec(preferences: string | undefined): Codec {
  const names = (preferences ?? "").split(",").map((name) => name.trim().toLowerCase());
  for (const name of names) {
    const codec = CODECS.find(
      (candidate) => candidate.name.toLowerCase() === name.replace(/@.*$/, ""),
    );
    if (codec) return codec;
  }
  return FALLBACK;
}

/** Linear audio, as a conference reads it. */
export const linear = (rate: number): Codec => ({
  name: "L16",
  rate,
  sdpRate: rate,
  bitRate: rate * 16,
  payloadType: 70,
});
