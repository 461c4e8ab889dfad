import { ProtocolError } from "./errors.js";
import type { FrameLimits } from "./types.js";

export const DEFAULT_LIMITS: FrameLimits = {
  maxBodyBytes: 16 * 1024 * 1024,
  maxHeaderBytes: 1024 * 1024,
};

/** Checks an announced Content-Length. */
export function parseContentLength(text: string, limits: FrameLimits): number {
  const digits = text.trim();
  if (/^-\d+$/.test(digits))
    throw new ProtocolError("LENGTH_NEGATIVE", `Content-Length ${digits.slice(0, 40)}`);
  if (!/^\d+$/.test(digits)) {
    throw new ProtocolError(
      "LENGTH_NOT_A_NUMBER",
      `Content-Length ${JSON.stringify(digits.slice(0, 40))}`,
    );
  }
  const length = Number(digits);
  if (length > limits.maxBodyBytes) {
    throw new ProtocolError(
      "BODY_TOO_LARGE",
      `Content-Length ${digits.slice(0, 40)} is over ${limits.maxBodyBytes}`,
    );
  }
  return length;
}
