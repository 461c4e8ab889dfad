import { valuesOf } from "./attributes.js";
import type { SdpMedia } from "./types.js";

/** A master key and salt of one direction (RFC 4568). */
export interface SdesKey {
  readonly tag: string;
  readonly suite: typeof SDES_SUITE;
  /** 16 bytes. */
  readonly key: Buffer;
  /** 14 bytes. */
  readonly salt: Buffer;
}

export const SDES_SUITE = "AES_CM_128_HMAC_SHA1_80";
const KEY_BYTES = 16;
const SALT_BYTES = 14;

/** Undefined for what this switch cannot do: other suites, master key indices, session parameters. */
function parseCrypto(value: string): SdesKey | undefined {
  const [tag, suite, keys, ...parameters] = value.trim().split(/ +/);
  const inline = /^inline:([A-Za-z0-9+/=]+)(?:\|(?:2\^)?\d+)?$/.exec(keys ?? "")?.[1];
  if (tag === undefined || suite !== SDES_SUITE || inline === undefined) return undefined;
  if (parameters.length > 0) return undefined;
  const bytes = Buffer.from(inline, "base64");
  if (bytes.length !== KEY_BYTES + SALT_BYTES) return undefined;
  return { tag, suite, key: bytes.subarray(0, KEY_BYTES), salt: bytes.subarray(KEY_BYTES) };
}

/** The first key of an m-line that this switch can use. */
export function readCrypto(media: SdpMedia): SdesKey | undefined {
  for (const value of valuesOf(media, "crypto")) {
    const key = parseCrypto(value);
    if (key) return key;
  }
  return undefined;
}

/** The value of `a=crypto`. */
export const writeCrypto = ({ tag, suite, key, salt }: SdesKey): string =>
  `${tag} ${suite} inline:${Buffer.concat([key, salt]).toString("base64")}`;
