import { ProtocolError } from "../errors.js";
import type { FrameLimits } from "../types.js";

export const DEFAULT_LIMITS: FrameLimits = {
  maxBodyBytes: 16 * 1024 * 1024,
  maxHeaderBytes: 1024 * 1024,
};

/** Checks an announced Content-Length; 0 when there is none. */
export function parseContentLength(text = "0", { maxBodyBytes }: FrameLimits): number {
  const digits = text.trim();
  const code = /^-\d/.test(digits)
    ? "LENGTH_NEGATIVE"
    : /\D|^$/.test(digits)
      ? "LENGTH_NOT_A_NUMBER"
      : Number(digits) > maxBodyBytes && "BODY_TOO_LARGE";
  if (!code) return Number(digits);
  const shown = JSON.stringify(digits.slice(0, 40));
  throw new ProtocolError(code, `Content-Length ${shown}, at most ${maxBodyBytes}`);
}
