import { randomBytes } from "node:crypto";
import {
  Encrypter,
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from "age-encryption";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { type Encryption, encryptionOf, type GivenKey } from "./age-keys.js";
import { createSealer, isSealed, sealedSize } from "./sealer.js";

const NOTHING = encryptionOf({});
let key: string;
let recipient: string;
beforeAll(async () => {
  key = await generateX25519Identity();
  recipient = await identityToRecipient(key);
});

async function seal(content: Buffer, encryption: Partial<Encryption> = {}): Promise<Buffer> {
  const sealer = createSealer({ ...NOTHING, recipients: [recipient], ...encryption });
  const pieces: Uint8Array[] = [];
  for await (const piece of sealer.seal(content)) pieces.push(piece);
  return Buffer.concat(pieces);
}

function* cut(bytes: Buffer, size: number): Iterable<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function* source(bytes: Buffer, size: number): AsyncIterable<Buffer> {
  yield* cut(bytes, size);
}

async function open(
  sealed: Buffer,
  given: GivenKey = { identity: key },
  { size = 50_000, own = NOTHING } = {},
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of createSealer(own).open(source(sealed, size), given)) pieces.push(piece);
  return Buffer.concat(pieces);
}

test("what was sealed is opened byte for byte, of any length and however it is cut", async () => {
  const PIECE = 65_536;
  for (const length of [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 200_001]) {
    const content = randomBytes(length);
    const sealed = await seal(content);
    expect(isSealed(sealed)).toBe(true);
    expect(sealed.length).toBeLessThanOrEqual(sealedSize(length));
    for (const size of [1 + (length % 97) * 700, 65_552, sealed.length])
      expect((await open(sealed, { identity: key }, { size })).equals(content)).toBe(true);
  }
});

test("each of several recipients opens it with a key of its own, a hybrid one too, and nobody else", async () => {
  const hybrid = await generateHybridIdentity();
  const content = Buffer.from("a tree");
  const sealed = await seal(content, {
    recipients: [recipient, await identityToRecipient(hybrid)],
  });
  const file = `# created: today\n# public key: ${recipient}\n\n${key}\r\n`;
  for (const identity of [key, hybrid, file, `${await generateX25519Identity()}\n${hybrid}`])
    expect(await open(sealed, { identity })).toEqual(content);
  for (const identity of [await generateX25519Identity(), await generateHybridIdentity()])
    await expect(open(sealed, { identity })).rejects.toMatchObject({
      name: "ArchiveKeyError",
      reason: "wrong",
    });
  await expect(open(sealed, {})).rejects.toMatchObject({
    name: "ArchiveKeyError",
    reason: "needed",
  });
});

test("with a passphrase it takes that passphrase, letter by letter, and leaves the event loop to others", async () => {
  const passphrase = "vier Wörter und Käse";
  let turns = 0;
  const ticking = setInterval(() => turns++, 10);
  const sealed = await seal(Buffer.from("a tree"), { recipients: [], passphrase });
  clearInterval(ticking);
  expect(turns).toBeGreaterThan(3);
  expect(await open(sealed, { passphrase })).toEqual(Buffer.from("a tree"));
  const own = { ...NOTHING, passphrase };
  expect(await open(sealed, {}, { own })).toEqual(Buffer.from("a tree"));
  for (const given of [{ passphrase: `${passphrase} ` }, { identity: key }])
    await expect(open(sealed, given, { own })).rejects.toMatchObject({ reason: "wrong" });
}, 60_000);

test("a passphrase that would take more work than ours is not tried", async () => {
  const encrypter = new Encrypter();
  encrypter.addRecipient({
    wrapFileKey: () => [
      {
        args: ["scrypt", Buffer.alloc(16).toString("base64").slice(0, 22), "19"],
        body: Buffer.alloc(32),
      },
    ],
  });
  const sealed = Buffer.from(await encrypter.encrypt("x"));
  await expect(open(sealed, { passphrase: "anything" })).rejects.toMatchObject({
    name: "ArchiveUnfitError",
    message: expect.stringContaining("work factor"),
  });
});

test("one that ends early is refused wherever it ends, also where a piece of the cipher ends", async () => {
  const sealed = await seal(randomBytes(140_000));
  const header = sealed.indexOf("\n--- ") + 5 + 43 + 1 + 16;
  const ends = [0, 5, 22, 60, header - 17, header, header + 65_552, header + 2 * 65_552];
  const others = Array.from({ length: 60 }, (_, index) => Math.floor((sealed.length * index) / 60));
  for (const end of [...ends, ...others, sealed.length - 1])
    await expect(open(sealed.subarray(0, end)), `${end}`).rejects.toMatchObject({
      name: "ArchiveUnfitError",
    });
});

test("a turned bit anywhere, or one byte more, is refused", async () => {
  const sealed = await seal(randomBytes(70_000));
  const more = Buffer.concat([sealed, Buffer.from([0])]);
  await expect(open(more)).rejects.toMatchObject({ name: "ArchiveUnfitError" });
  const whole = await seal(randomBytes(65_536));
  await expect(open(Buffer.concat([whole, whole]))).rejects.toMatchObject({
    name: "ArchiveUnfitError",
  });
  const header = fc.nat(220);
  const anywhere = fc.nat(sealed.length - 1);
  await fc.assert(
    fc.asyncProperty(fc.oneof(header, anywhere), fc.nat(7), async (at, bit) => {
      const turned = Buffer.from(sealed);
      turned[at] = (turned[at] ?? 0) ^ (1 << bit);
      const result = await open(turned).catch((error: unknown) => error);
      // A stanza that became somebody else's is no damage that could be told from another key.
      expect((result as Error).name).toMatch(/^Archive(Unfit|Key)Error$/);
    }),
    { numRuns: 300 },
  );
}, 60_000);

test("any bytes behind the first line give a refusal, never another error", async () => {
  const lines = fc.oneof(
    fc.constantFrom("-> X25519 AAAA", "->", "-> scrypt a b", "---", "--- AAAA", "", "A".repeat(64)),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(lines, { maxLength: 8 }), fc.uint8Array(), async (all, rest) => {
      const text = Buffer.from(`age-encryption.org/v1\n${all.join("\n")}\n`);
      const result = await open(Buffer.concat([text, rest])).catch((error: unknown) => error);
      expect((result as Error).name).toMatch(/^Archive(Unfit|Key)Error$/);
    }),
    { numRuns: 200 },
  );
}, 60_000);

test("a header without end is given up early, be it one line, many, or a MAC that does not end", async () => {
  const begin = Buffer.from("age-encryption.org/v1\n");
  const stanza = Buffer.from(`-> X25519 ${"A".repeat(43)}\n${"A".repeat(43)}\n`);
  for (const piece of [Buffer.alloc(1000, 0x41), stanza, Buffer.from("\n--- "), Buffer.alloc(9)]) {
    let taken = 0;
    const endless = async function* (): AsyncIterable<Buffer> {
      yield begin;
      for (;;) {
        taken += piece.length;
        yield piece;
      }
    };
    const opening = createSealer(NOTHING).open(endless(), { identity: key });
    await expect(opening[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      name: "ArchiveUnfitError",
    });
    expect(taken).toBeLessThan(200_000);
  }
});

test("what is no age file is called so, and a disk that fails is not called a corrupt archive", async () => {
  for (const bytes of ["", "x", "age-encryption.org/v2\n", "age-encryption.org", "\x1f\x8b\x08"])
    await expect(open(Buffer.from(bytes, "latin1"))).rejects.toThrow("not encrypted by age");
  const failing = async function* (): AsyncIterable<Buffer> {
    yield (await seal(randomBytes(100_000))).subarray(0, 80_000);
    throw Object.assign(new Error("EIO: i/o error"), { code: "EIO" });
  };
  const reading = async () => {
    for await (const _ of createSealer(NOTHING).open(failing(), { identity: key }));
  };
  await expect(reading()).rejects.toThrow("EIO");
});

test("keys that are encrypted themselves are called so", async () => {
  const sealed = await seal(Buffer.from("x"));
  for (const text of ["age-encryption.org/v1\n-> scrypt", "-----BEGIN AGE ENCRYPTED FILE-----"])
    await expect(open(sealed, { identity: text })).rejects.toThrow("encrypted themselves");
});

test("a key that is none is refused by its line, without repeating it", async () => {
  const sealed = await seal(Buffer.from("x"));
  const texts = [
    "# only a comment",
    `${key}x`,
    `\n${key.slice(0, -1)}${key.endsWith("Q") ? "P" : "Q"}`,
    "ssh-ed25519 AAAA",
    recipient,
  ];
  for (const identity of [...texts, "AGE-PLUGIN-YUBIKEY-1QQQ"]) {
    const error = await open(sealed, { identity }).catch((reason: Error) => reason);
    expect(error).toMatchObject({ name: "InvalidValueError", field: "identity" });
    expect((error as Error).message).not.toContain(identity.trim().slice(2, 20));
  }
});
