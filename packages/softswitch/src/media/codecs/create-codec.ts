import type { AudioCodec, AudioCodecName } from "./types.js";

/** A codec with fresh memory. Loads Opus' library when it is first asked for. */
export async function createCodec(name: AudioCodecName): Promise<AudioCodec> {
  throw new Error(`${name} is not there yet`);
}
