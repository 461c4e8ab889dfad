/** Audio codecs of the switch, named as SDP names them (`opus` is lower case in RFC 7587). */
export const AUDIO_CODECS = ["PCMU", "PCMA", "G722", "opus"] as const;
export type AudioCodecName = (typeof AUDIO_CODECS)[number];

/**
 * One direction pair of a codec with its memory; one per leg, never shared. What `encode`, `decode` and `conceal` give
 * is overwritten by the next call of the same method: whoever keeps it copies it.
 */
export interface AudioCodec {
  readonly name: AudioCodecName;
  /** Samples per second of the frames, which for G.722 is not what SDP says. */
  readonly rate: number;
  /** 20 ms of sound (`rate / 50` samples) to one payload. */
  encode(frame: Int16Array): Buffer;
  /** A payload of any length (10 to 120 ms) to its samples. Never throws: what cannot be decoded is concealed. */
  decode(payload: Buffer): Int16Array;
  /** 20 ms in the place of a packet that was lost: the last sound, fading out within 60 ms. */
  conceal(): Int16Array;
}
