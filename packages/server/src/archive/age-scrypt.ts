import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
import type { Identity, Recipient, Stanza } from "age-encryption";

const LABEL = "age-encryption.org/v1/scrypt";
/** The exponent of the work, as `age` itself takes it: 256 MiB for about a second. More is not worked for. */
const WORK = 18;
const NONCE = Buffer.alloc(12);
const TAG = 16;
const CIPHER = "chacha20-poly1305";

/**
 * A passphrase as both ends of age's scrypt stanza (age-encryption.org/v1, "the scrypt recipient type"). The library's
 * own computes it on the main thread and would stop every call's control for that long; this one uses another thread.
 */
export class Passphrase implements Identity, Recipient {
  readonly #passphrase: string;

  constructor(passphrase: string) {
    this.#passphrase = passphrase;
  }

  async wrapFileKey(fileKey: Uint8Array): Promise<Stanza[]> {
    const salt = randomBytes(16);
    const cipher = createCipheriv(CIPHER, await this.#derive(salt, WORK), NONCE, {
      authTagLength: TAG,
    });
    const body = Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]);
    return [{ args: ["scrypt", base64(salt), String(WORK)], body }];
  }

  async unwrapFileKey(stanzas: Stanza[]): Promise<Uint8Array | null> {
    const stanza = stanzas.find(({ args }) => args[0] === "scrypt");
    if (!stanza) return null;
    const [, salt = "", work = "", ...more] = stanza.args;
    const bytes = Buffer.from(salt, "base64");
    const isOurs = stanzas.length === 1 && more.length === 0 && stanza.body.length === 16 + TAG;
    if (!isOurs || bytes.length !== 16 || base64(bytes) !== salt || !/^[1-9]\d?$/.test(work))
      throw new Error("invalid scrypt stanza");
    if (Number(work) > WORK) throw new Error("scrypt work factor is too high");
    return opened(await this.#derive(bytes, Number(work)), stanza.body);
  }

  #derive(salt: Buffer, work: number): Promise<Buffer> {
    return oneAtATime(() => derive(this.#passphrase, salt, work));
  }
}

function opened(key: Buffer, body: Uint8Array): Uint8Array | null {
  const decipher = createDecipheriv(CIPHER, key, NONCE, { authTagLength: TAG });
  decipher.setAuthTag(body.subarray(16));
  try {
    return Buffer.concat([decipher.update(body.subarray(0, 16)), decipher.final()]);
  } catch {
    return null;
  }
}

function derive(passphrase: string, salt: Buffer, work: number): Promise<Buffer> {
  const cost = 2 ** work;
  const options = { N: cost, r: 8, p: 1, maxmem: 128 * 8 * cost + 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, Buffer.concat([Buffer.from(LABEL), salt]), 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

let last: Promise<unknown> = Promise.resolve();

/** Several at once would each take their 256 MiB. */
function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const next = last.then(work, work);
  last = next.catch(() => {});
  return next;
}

const base64 = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");
