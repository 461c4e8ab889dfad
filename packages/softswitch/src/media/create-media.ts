import type { Media } from "./types.js";

export interface MediaOptions {
  /** The address media comes to and goes from. */
  readonly address: string;
  /** What SDP says in its place, behind a NAT. */
  readonly externalAddress?: string | undefined;
  /** First and last UDP port (default 16384 to 32768, as FreeSWITCH). */
  readonly portRange?: readonly [number, number] | undefined;
  /** Milliseconds of a steady clock. */
  readonly now?: (() => number) | undefined;
}

/** Makes the media of a switch. Sockets are opened by the legs. */
export function createMedia(options: MediaOptions): Media {
  throw new Error(`no media on ${options.address} yet`);
}
