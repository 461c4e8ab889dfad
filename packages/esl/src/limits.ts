import { ProtocolError } from "./errors.js";
import type { FrameLimits } from "./types.js";

export const DEFAULT_LIMITS: FrameLimits = {
  maxBodyBytes: 16 * 1024 * 1024,
  maxHeaderBytes: 1024 * 1024,
};

/** Checks an announced Content-Length; 0 when there is none. */
export function parseContentLength(
  text: string | undefined,
  { maxBodyBytes }: FrameLimits,
): number {
  if (text === undefined) return 0;
  const digits = text.trim();
  const refuse = (code: ConstructorParameters<typeof ProtocolError>[0]) => {
    const shown = JSON.stringify(digits.slice(0, 40));
    throw new ProtocolError(code, `Content-Length ${shown}, at most ${maxBodyBytes}`);
  };
  if (!/^\d+$/.test(digits))
    refuse(/^-\d/.test(digits) ? "LENGTH_NEGATIVE" : "LENGTH_NOT_A_NUMBER");
  const length = Number(digits);
  if (length > maxBodyBytes) refuse("BODY_TOO_LARGE");
  return length;
}
