import { open } from "node:fs/promises";
import type { Settings } from "../config/index.js";
import { InvalidValueError } from "../values/index.js";
import { IdentityFileError } from "./errors.js";

/** For whom snapshots are encrypted, and with what this server opens them. */
export interface Encryption {
  /** Public keys, `age1…`; every one of them opens what is stored. */
  readonly recipients: readonly string[];
  /** In place of recipients. */
  readonly passphrase: string | undefined;
  /** A file of secret keys, read anew each time, so that it need not stay in memory. */
  readonly identityFile: string | undefined;
}

/** What a request brings along to open an encrypted snapshot; used for it, and for nothing after it. */
export interface GivenKey {
  /** The text of a file of age keys. */
  readonly identity?: string | undefined;
  readonly passphrase?: string | undefined;
}

/** As the settings say it. */
export function encryptionOf(
  settings: Pick<Settings, "archiveRecipients" | "archivePassphrase" | "archiveIdentity">,
): Encryption {
  return {
    recipients: settings.archiveRecipients ?? [],
    passphrase: settings.archivePassphrase,
    identityFile: settings.archiveIdentity,
  };
}

const SECRET_KEY = /^AGE-SECRET-KEY-(PQ-)?1[02-9AC-HJ-NP-Z]+$/;
const MAX_FILE = 16_384;

/**
 * The keys in a text as `age-keygen` writes it: one a line, `#` begins a comment.
 *
 * @throws InvalidValueError of the field `identity`, which never repeats the text
 */
export async function identitiesOf(text: string): Promise<string[]> {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const keys = lines.filter((line) => line !== "" && !line.startsWith("#"));
  if (keys.length === 0) throw new InvalidValueError("identity", "identity: there is no key in it");
  if (/^(age-encryption\.org|-----BEGIN AGE)/.test(text))
    throw new InvalidValueError(
      "identity",
      "identity: the keys are encrypted themselves; take what age -d makes of them",
    );
  const { Decrypter } = await import("age-encryption");
  const decrypter = new Decrypter();
  for (const key of keys) {
    try {
      if (!SECRET_KEY.test(key)) throw new Error("another kind of key");
      decrypter.addIdentity(key);
    } catch {
      const at = lines.indexOf(key) + 1;
      throw new InvalidValueError(
        "identity",
        `identity: line ${at} is no key of age (AGE-SECRET-KEY-1… or AGE-SECRET-KEY-PQ-1…)`,
      );
    }
  }
  return keys;
}

/**
 * The text of a file of keys, once it has been seen to hold some and to be nobody else's to read.
 *
 * @throws IdentityFileError (as a rejection)
 */
export async function readIdentityFile(path: string): Promise<string> {
  const handle = await open(path).catch((cause: Error) => {
    throw new IdentityFileError(path, `cannot be read (${codeOf(cause)})`, { cause });
  });
  try {
    const { mode } = await handle.stat();
    if ((mode & 0o077) !== 0) throw new IdentityFileError(path, "others may read it; chmod 600");
    const text = await handle.readFile("utf8");
    if (text.length > MAX_FILE)
      throw new IdentityFileError(path, "is too large for a file of keys");
    await identitiesOf(text);
    return text;
  } catch (cause) {
    if (cause instanceof IdentityFileError) throw cause;
    const reason = cause instanceof InvalidValueError ? cause.message : codeOf(cause);
    throw new IdentityFileError(path, reason.replace(/^identity: /, ""), { cause });
  } finally {
    await handle.close();
  }
}

/** The first of some public keys that is none, with its place from 1; undefined when all are. */
export async function badRecipient(recipients: readonly string[]): Promise<number | undefined> {
  const { Encrypter } = await import("age-encryption");
  const encrypter = new Encrypter();
  const bad = recipients.findIndex((recipient) => {
    try {
      encrypter.addRecipient(recipient);
      return false;
    } catch {
      return true;
    }
  });
  return bad < 0 ? undefined : bad + 1;
}

/** How many of a file's keys open what is stored for some recipients. */
export async function matching(path: string, recipients: readonly string[]): Promise<number> {
  const { identityToRecipient } = await import("age-encryption");
  const keys = await identitiesOf(await readIdentityFile(path));
  const own = await Promise.all(keys.map((key) => identityToRecipient(key)));
  return own.filter((recipient) => recipients.includes(recipient)).length;
}

const codeOf = (error: unknown): string =>
  String((error as NodeJS.ErrnoException).code ?? (error as Error).message);
