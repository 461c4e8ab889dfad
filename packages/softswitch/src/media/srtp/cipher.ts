import { type Cipher, createCipheriv, createHmac, type KeyObject } from "node:crypto";
import type { SessionKeys } from "./keys.js";

const BLOCK = 16;
/** Longer than any packet that fits a network. */
const MAX_BYTES = 2048;

export const TAG_BYTES = 10;

/**
 * AES_CM_128_HMAC_SHA1_80 of one direction. The key stream is made by one long-lived block cipher over our own counter
 * blocks: a cipher object per packet would cost more than the encryption.
 */
export class SrtpCipher {
  readonly #blocks: Cipher;
  readonly #counters = Buffer.alloc(MAX_BYTES);
  readonly #salt: Buffer;
  readonly #authentication: KeyObject;

  constructor(keys: SessionKeys) {
    this.#blocks = createCipheriv("aes-128-ecb", keys.encryption, null).setAutoPadding(false);
    this.#salt = keys.salt;
    this.#authentication = keys.authentication;
  }

  /** Encrypts or decrypts `data` from `start` to `end` in place; `index` is the packet's of 48 bits. */
  apply(data: Buffer, start: number, end: number, ssrc: number, index: number): void {
    const length = end - start;
    if (length <= 0) return;
    const stream = this.#keyStream(Math.ceil(length / BLOCK), ssrc, index);
    for (let position = 0; position < length; position += 1) {
      data[start + position] = (data[start + position] ?? 0) ^ (stream[position] ?? 0);
    }
  }

  /** The whole of HMAC-SHA1, of which TAG_BYTES are sent. */
  tag(data: Buffer): Buffer {
    return createHmac("sha1", this.#authentication).update(data).digest();
  }

  /** Counter blocks of RFC 3711 4.1.1: salt, SSRC and index xored, the block's number at the end. */
  #keyStream(blocks: number, ssrc: number, index: number): Buffer {
    const counters = this.#counters;
    const salt = this.#salt;
    salt.copy(counters, 0);
    counters.writeUInt32BE((salt.readUInt32BE(4) ^ ssrc) >>> 0, 4);
    const high = Math.floor(index / 0x1_0000);
    counters.writeUInt32BE((salt.readUInt32BE(8) ^ high) >>> 0, 8);
    counters.writeUInt16BE(salt.readUInt16BE(12) ^ (index & 0xffff), 12);
    for (let block = 0; block < blocks; block += 1) {
      const offset = block * BLOCK;
      if (block > 0) counters.copyWithin(offset, 0, BLOCK);
      counters.writeUInt16BE(block, offset + 14);
    }
    return this.#blocks.update(counters.subarray(0, blocks * BLOCK));
  }
}
