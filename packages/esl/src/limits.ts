import { ProtocolError } from "./errors.js";
import type { FrameLimits } from "./types.js";

export const DEFAULT_LIMITS: FrameLimits = {
  maxBodyBytes: 16 * 1024 * 1024,
  maxHeaderBytes: 1024 * 1024,
};

/** Checks an announced Content-Length. */
export function parseContentLength(text: string, { maxBodyBytes }: FrameLimits): number {
  const digits = text.trim();
  const shown = `Content-Length ${JSON.stringify(digits.slice(0, 40))}`;
  if (/^-\d+$/.test(digits)) throw new ProtocolError("LENGTH_NEGATIVE", shown);
  if (!/^\d+$/.test(digits)) throw new ProtocolError("LENGTH_NOT_A_NUMBER", shown);
  if (Number(digits) > maxBodyBytes)
    throw new ProtocolError("BODY_TOO_LARGE", `${shown} is over ${maxBodyBytes}`);
  return Number(digits);
}
