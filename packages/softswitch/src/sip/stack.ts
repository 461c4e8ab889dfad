import type { SipStack, SipStackOptions } from "./types.js";

/** Makes a stack that is not bound yet. */
export function createSipStack(_options: SipStackOptions): SipStack {
  throw new Error("Not built yet");
}
