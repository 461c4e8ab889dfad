import type { FileHandle } from "node:fs/promises";

/** A page has a header of 27 bytes, up to 255 lengths and as many segments of 255 bytes (RFC 3533, section 6). */
const PAGE_HEAD = 27;
const MOST_PAGE_BYTES = PAGE_HEAD + 255 + 255 * 255;
/** Opus counts in 48 kHz whatever went in (RFC 7845, section 4). */
const OPUS_RATE = 48_000n;

interface Page {
  readonly serial: number;
  /** Samples up to here; undefined where no packet ends on the page. */
  readonly granule: bigint | undefined;
  readonly content: Buffer;
}

/**
 * Seconds of sound in an Ogg file with Opus or Vorbis: the position of its last page, less what the decoder is told to
 * skip. Undefined for anything else, and for a file that was cut off before its first page of sound.
 */
export async function oggSeconds(file: FileHandle, size: number): Promise<number | undefined> {
  const head = await bytes(file, 0, Math.min(size, 4096));
  const first = pageAt(head, 0);
  const codec = first && codecOf(first.content);
  if (!codec) return undefined;
  const start = Math.max(0, size - 2 * MOST_PAGE_BYTES);
  const tail = await bytes(file, start, size - start);
  for (let at = tail.lastIndexOf("OggS"); at >= 0; at = before(tail, at)) {
    const page = pageAt(tail, at);
    if (page?.serial !== first.serial || page.granule === undefined) continue;
    const samples = page.granule - codec.skipped;
    return samples < 0n ? undefined : Number(samples) / Number(codec.rate);
  }
  return undefined;
}

const before = (tail: Buffer, at: number): number =>
  at === 0 ? -1 : tail.lastIndexOf("OggS", at - 1);

async function bytes(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, from);
  return buffer.subarray(0, bytesRead);
}

function pageAt(buffer: Buffer, at: number): Page | undefined {
  if (buffer.length < at + PAGE_HEAD || buffer.toString("latin1", at, at + 4) !== "OggS")
    return undefined;
  if (buffer[at + 4] !== 0) return undefined;
  const granule = buffer.readBigInt64LE(at + 6);
  const segments = buffer[at + 26] ?? 0;
  return {
    serial: buffer.readUInt32LE(at + 14),
    granule: granule < 0n ? undefined : granule,
    content: buffer.subarray(at + PAGE_HEAD + segments),
  };
}

function codecOf(content: Buffer): { readonly rate: bigint; readonly skipped: bigint } | undefined {
  if (content.length >= 12 && content.toString("latin1", 0, 8) === "OpusHead")
    return { rate: OPUS_RATE, skipped: BigInt(content.readUInt16LE(10)) };
  if (content.length >= 16 && content.toString("latin1", 0, 7) === "\u0001vorbis") {
    const rate = BigInt(content.readUInt32LE(12));
    return rate > 0n ? { rate, skipped: 0n } : undefined;
  }
  return undefined;
}
