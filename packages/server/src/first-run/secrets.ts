import { randomInt } from "node:crypto";

/** A PIN without leading zero, so that no phone or sheet drops one. */
export function generatePin(digits = 6): string {
  return String(randomInt(10 ** (digits - 1), 10 ** digits));
}
