import { G711 } from "./g711.js";
import { G722 } from "./g722.js";
import { createOpus } from "./opus.js";
import type { AudioCodec, AudioCodecName } from "./types.js";

/** A codec with fresh memory. Loads Opus' library when it is first asked for. */
export async function createCodec(name: AudioCodecName): Promise<AudioCodec> {
  switch (name) {
    case "PCMU":
    case "PCMA":
      return new G711(name);
    case "G722":
      return new G722();
    case "opus":
      return createOpus();
  }
}
