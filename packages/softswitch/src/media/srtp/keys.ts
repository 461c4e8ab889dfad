import { createCipheriv, createSecretKey, type KeyObject } from "node:crypto";

/** What DTLS gives for one direction (RFC 5764 4.2). */
export interface MasterKey {
  /** 16 bytes. */
  readonly key: Buffer;
  /** 14 bytes. */
  readonly salt: Buffer;
}

/** Session keys of one direction, of either RTP or RTCP. */
export interface SessionKeys {
  readonly encryption: Buffer;
  readonly authentication: KeyObject;
  readonly salt: Buffer;
}

export const MASTER_KEY_BYTES = 16;
export const MASTER_SALT_BYTES = 14;
const AUTHENTICATION_BYTES = 20;

/** First of the three labels: encryption, authentication, salt (RFC 3711 4.3.1). */
export const KEY_LABELS = { rtp: 0, rtcp: 3 } as const;

/** Session keys without key derivation rate, which DTLS-SRTP does not have. */
export function deriveKeys(master: MasterKey, label: number): SessionKeys {
  return {
    encryption: derive(master, label, MASTER_KEY_BYTES),
    authentication: createSecretKey(derive(master, label + 1, AUTHENTICATION_BYTES)),
    salt: derive(master, label + 2, MASTER_SALT_BYTES),
  };
}

function derive(master: MasterKey, label: number, length: number): Buffer {
  const iv = Buffer.alloc(16);
  master.salt.copy(iv);
  iv[7] = (iv[7] ?? 0) ^ label;
  return createCipheriv("aes-128-ctr", master.key, iv).update(Buffer.alloc(length));
}
