import type { SdpSession } from "./types.js";

/** Throws MediaRefusedError whose `field` names the line that is wrong. */
export function parseSdp(text: string): SdpSession {
  throw new Error(text);
}
