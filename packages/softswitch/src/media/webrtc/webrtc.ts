import type { LegOptions, MediaLeg } from "../types.js";

export interface WebrtcOptions {
  /** Address the sockets are bound to. */
  readonly address: string;
  /** Address the candidates name, where it is another one (1:1 NAT). */
  readonly externalAddress?: string | undefined;
  /** First and last UDP port; the system's choice unless given. */
  readonly portRange?: readonly [number, number] | undefined;
}

/** Makes legs for browsers: ICE, DTLS-SRTP, everything of a leg over one port. */
export interface Webrtc {
  /** Answers a browser's offer. Throws MediaRefusedError when there is nothing to agree on. */
  answer(offer: string, options?: LegOptions): Promise<MediaLeg>;
  /** Offers to a browser; `accept` of the leg completes it. */
  offer(options?: LegOptions): Promise<MediaLeg>;
  /** Closes every leg. */
  stop(): Promise<void>;
}

/** One per switch: its legs share a certificate and the timer of their reports. */
export function createWebrtc(_options: WebrtcOptions): Webrtc {
  throw new Error("not yet");
}
