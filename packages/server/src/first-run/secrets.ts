import { randomInt } from "node:crypto";

/** Letters and digits that nobody mistakes for another when a password is read out or typed on a phone. */
const ALPHABET = "abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY3479";

export function generatePassword(length = 20): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}

/** A PIN without leading zero, so that no phone or sheet drops one. */
export function generatePin(digits = 6): string {
  return String(randomInt(10 ** (digits - 1), 10 ** digits));
}
