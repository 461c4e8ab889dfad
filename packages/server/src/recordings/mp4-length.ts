import type { FileHandle } from "node:fs/promises";

interface Box {
  readonly type: string;
  /** Of its content. */
  readonly from: number;
  readonly to: number;
}

/** A file of the switch has four; one with very many is nobody's recording. */
const MOST_BOXES = 64;
/** Up to the duration in version 1 of `mvhd`. */
const MVHD_BYTES = 32;

/**
 * Seconds of an MP4 file, as its `mvhd` says (ISO 14496-12, section 8.2.2). The switch writes it when it closes the
 * file: undefined before, and for anything else.
 */
export async function mp4Seconds(file: FileHandle, size: number): Promise<number | undefined> {
  const movie = await boxNamed(file, "moov", 0, size);
  const header = movie && (await boxNamed(file, "mvhd", movie.from, movie.to));
  if (!header) return undefined;
  const content = Buffer.alloc(MVHD_BYTES);
  const { bytesRead } = await file.read(content, 0, MVHD_BYTES, header.from);
  if (bytesRead < MVHD_BYTES || header.to - header.from < MVHD_BYTES) return undefined;
  const long = content[0] === 1;
  const scale = content.readUInt32BE(long ? 20 : 12);
  const length = long ? Number(content.readBigUInt64BE(24)) : content.readUInt32BE(16);
  return scale === 0 ? undefined : length / scale;
}

async function boxNamed(
  file: FileHandle,
  type: string,
  from: number,
  to: number,
): Promise<Box | undefined> {
  let at = from;
  for (let count = 0; count < MOST_BOXES && at < to; count += 1) {
    const box = await boxAt(file, at, to);
    if (!box || box.type === type) return box;
    at = box.to;
  }
  return undefined;
}

/** A box begins with its length, itself included: 1 says that 64 bits follow, 0 that it goes to the end. */
async function boxAt(file: FileHandle, at: number, end: number): Promise<Box | undefined> {
  const head = Buffer.alloc(16);
  const { bytesRead } = await file.read(head, 0, 16, at);
  if (bytesRead < 8) return undefined;
  const short = head.readUInt32BE(0);
  const headBytes = short === 1 ? 16 : 8;
  const length = short === 0 ? end - at : short === 1 ? Number(head.readBigUInt64BE(8)) : short;
  if (length < headBytes || at + length > end) return undefined;
  return { type: head.toString("latin1", 4, 8), from: at + headBytes, to: at + length };
}
