import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const BYTES = 32;

/**
 * The key of all sessions, made at the first start, readable by its owner alone.
 *
 * @throws what the file system says when it can be neither read nor made.
 */
export function sessionKey(path: string): Buffer {
  try {
    const key = Buffer.from(readFileSync(path, "utf8").trim(), "base64url");
    if (key.length === BYTES) return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const key = randomBytes(BYTES);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${key.toString("base64url")}\n`, { mode: 0o600 });
  return key;
}
