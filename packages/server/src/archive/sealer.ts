import { ReadableStream } from "node:stream/web";
import type { Decrypter, Encrypter } from "age-encryption";
import { type Encryption, type GivenKey, identitiesOf, readIdentityFile } from "./age-keys.js";
import { Passphrase } from "./age-scrypt.js";
import { ArchiveKeyError, ArchiveUnfitError } from "./errors.js";

const MAGIC = Buffer.from("age-encryption.org/v1\n");
/** The line that ends a header: a MAC of 32 bytes. */
const END_OF_HEADER = /\n--- [A-Za-z0-9+/]{43}\n/;
/** Bytes of a header; one for twenty recipients of the largest kind has 40,000. */
const HEADER = 64 * 1024;
const PIECE = 64 * 1024;

/** Encrypts what is stored, and opens it again, in the format of age (age-encryption.org/v1). */
export interface Sealer {
  /** Whether what is stored is encrypted. */
  readonly seals: boolean;
  seal(content: Buffer): AsyncIterable<Uint8Array>;
  /**
   * What is inside, piece by piece; only when all of it has been read is it certain to be whole. Throws
   * ArchiveUnfitError for what is no age file, ends early or was changed; ArchiveKeyError when no key opens it;
   * IdentityFileError; InvalidValueError for a key that is none.
   */
  open(source: AsyncIterable<Buffer>, given?: GivenKey): AsyncIterable<Buffer>;
}

/** Whether a file begins as age files do. */
export const isSealed = (content: Buffer): boolean =>
  content.subarray(0, MAGIC.length).equals(MAGIC);

/** The text that `age -a` writes; told apart only to be refused in words that help. */
export const isArmored = (content: Buffer): boolean =>
  content.toString("latin1", 0, 14) === "-----BEGIN AGE";

/** How large a file of `size` bytes can become by being encrypted. */
export const sealedSize = (size: number): number => size + HEADER + Math.ceil(size / 1024);

export function createSealer(encryption: Encryption): Sealer {
  const { recipients, passphrase } = encryption;
  return {
    seals: recipients.length > 0 || passphrase !== undefined,
    async *seal(content) {
      const age = await import("age-encryption");
      const encrypter = new age.Encrypter();
      address(encrypter, encryption);
      yield* await encrypter.encrypt(ReadableStream.from(pieces(content)));
    },
    async *open(source, given) {
      const age = await import("age-encryption");
      const decrypter = new age.Decrypter();
      const keys = await addKeys(decrypter, encryption, given);
      yield* opened(decrypter, keys > 0, source);
    },
  };
}

function address(encrypter: Encrypter, { recipients, passphrase }: Encryption): void {
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  if (passphrase !== undefined) encrypter.addRecipient(new Passphrase(passphrase));
}

/** Where a request brings a key it is the only one tried: with another it would seem to be right. */
async function addKeys(
  decrypter: Decrypter,
  own: Encryption,
  given: GivenKey = {},
): Promise<number> {
  const brought = given.identity !== undefined || given.passphrase !== undefined;
  const { identityFile } = own;
  const ownText = async () => identityFile && (await readIdentityFile(identityFile));
  const text = brought ? given.identity : await ownText();
  const passphrase = brought ? given.passphrase : own.passphrase;
  const identities = text ? await identitiesOf(text) : [];
  for (const identity of identities) decrypter.addIdentity(identity);
  if (passphrase !== undefined) decrypter.addIdentity(new Passphrase(passphrase));
  return identities.length + (passphrase === undefined ? 0 : 1);
}

async function* opened(
  decrypter: Decrypter,
  hasKeys: boolean,
  source: AsyncIterable<Buffer>,
): AsyncIterable<Buffer> {
  const failure: { error?: unknown } = {};
  try {
    const sealed = ReadableStream.from(noting(withHeader(source), failure));
    for await (const piece of await decrypter.decrypt(sealed)) yield Buffer.from(piece);
  } catch (cause) {
    // What went wrong on the way in is told as it is: a disk that fails is no corrupt archive.
    if (failure.error !== undefined) throw failure.error;
    if (/no identity matched/.test((cause as Error).message))
      throw new ArchiveKeyError(hasKeys ? "wrong" : "needed", { cause });
    throw new ArchiveUnfitError(`its encryption is broken: ${(cause as Error).message}`, { cause });
  }
}

async function* noting<T>(source: AsyncIterable<T>, failure: { error?: unknown }) {
  try {
    yield* source;
  } catch (error) {
    failure.error = error;
    throw error;
  }
}

/** The library would wait for the end of a header as long as there is one more line. */
async function* withHeader(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of source) {
    if (head) {
      head = Buffer.concat([head, chunk.subarray(0, HEADER)]);
      if (!isSealed(head) && head.length >= MAGIC.length) throw noAge(head);
      if (END_OF_HEADER.test(head.toString("latin1", 0, HEADER))) head = undefined;
      else if (head.length >= HEADER)
        throw new ArchiveUnfitError(`its encryption's header is longer than ${HEADER} bytes`);
    }
    yield chunk;
  }
  if (head && !isSealed(head)) throw noAge(head);
}

function noAge(head: Buffer): ArchiveUnfitError {
  return new ArchiveUnfitError(
    isArmored(head)
      ? "it is encrypted as text; take what age writes without -a"
      : "it is not encrypted by age",
  );
}

function* pieces(content: Buffer): Iterable<Uint8Array> {
  for (let at = 0; at < content.length; at += PIECE) yield content.subarray(at, at + PIECE);
}
