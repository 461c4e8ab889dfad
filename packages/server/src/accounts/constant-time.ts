import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const key = randomBytes(32);
const digest = (value: string) => createHmac("sha256", key).update(value, "utf8").digest();

/** Equality that takes the same time wherever the values differ and however long they are. */
export function equalInConstantTime(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right));
}
