import type { FileHandle } from "node:fs/promises";

/** kbit/s of layer III by the index in the header: MPEG 1, and MPEG 2 with 2.5 (ISO 11172-3 and 13818-3). */
const BITRATES = {
  1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;
const RATES = [44_100, 48_000, 32_000] as const;
const READ_BYTES = 64 * 1024;
const ID3_HEAD = 10;
const ID3V1_BYTES = 128;

interface Frame {
  readonly bytes: number;
  readonly samples: number;
  readonly rate: number;
  readonly bitrate: number;
  /** Where a Xing header would stand in the frame. */
  readonly sideBytes: number;
}

/**
 * Seconds of sound in an MP3 file: by the count of frames its first one tells (Xing, Info, VBRI), else by its constant
 * bit rate. Undefined for anything else. A variable rate without a count is told as if the first second went on.
 */
export async function mp3Seconds(file: FileHandle, size: number): Promise<number | undefined> {
  const start = await afterId3(file);
  const head = Buffer.alloc(Math.min(READ_BYTES, Math.max(0, size - start)));
  await file.read(head, 0, head.length, start);
  const frame = frameAt(head, 0);
  if (!frame) return undefined;
  const counted = framesTold(head, frame);
  if (counted !== undefined) return (counted * frame.samples) / frame.rate;
  const tagged = await endsWithTag(file, size);
  const bytes = size - start - (tagged ? ID3V1_BYTES : 0);
  const kilobits = averageBitrate(head);
  return kilobits === undefined ? undefined : (bytes * 8) / (kilobits * 1000);
}

/** The size in an ID3v2 tag has 7 bits in each byte, so that it never looks like the beginning of a frame. */
async function afterId3(file: FileHandle): Promise<number> {
  const head = Buffer.alloc(ID3_HEAD);
  await file.read(head, 0, ID3_HEAD, 0);
  if (head.toString("latin1", 0, 3) !== "ID3") return 0;
  const [a = 0, b = 0, c = 0, d = 0] = head.subarray(6);
  const footer = ((head[5] ?? 0) & 0x10) === 0 ? 0 : ID3_HEAD;
  return ID3_HEAD + footer + (((a & 127) << 21) | ((b & 127) << 14) | ((c & 127) << 7) | (d & 127));
}

async function endsWithTag(file: FileHandle, size: number): Promise<boolean> {
  if (size < ID3V1_BYTES) return false;
  const tag = Buffer.alloc(3);
  await file.read(tag, 0, 3, size - ID3V1_BYTES);
  return tag.toString("latin1") === "TAG";
}

function frameAt(buffer: Buffer, at: number): Frame | undefined {
  if (buffer.length < at + 4) return undefined;
  const header = buffer.readUInt32BE(at);
  const version = (header >>> 19) & 3;
  const layer = (header >>> 17) & 3;
  if (header >>> 21 !== 0x7ff || version === 1 || layer !== 1) return undefined;
  const first = version === 3;
  const bitrate = BITRATES[first ? 1 : 2][(header >>> 12) & 15];
  const base = RATES[(header >>> 10) & 3];
  if (!bitrate || base === undefined) return undefined;
  const rate = first ? base : version === 2 ? base / 2 : base / 4;
  const samples = first ? 1152 : 576;
  const padding = (header >>> 9) & 1;
  const mono = ((header >>> 6) & 3) === 3;
  const sideBytes = first ? (mono ? 17 : 32) : mono ? 9 : 17;
  const bytes = Math.floor((samples / 8) * ((bitrate * 1000) / rate)) + padding;
  return { bytes, samples, rate, bitrate, sideBytes };
}

/** How many frames follow, as an encoder notes it in a first frame without sound. */
function framesTold(head: Buffer, { sideBytes }: Frame): number | undefined {
  const xing = 4 + sideBytes;
  const mark = head.toString("latin1", xing, xing + 4);
  if ((mark === "Xing" || mark === "Info") && head.length >= xing + 12)
    return ((head[xing + 7] ?? 0) & 1) === 1 ? head.readUInt32BE(xing + 8) : undefined;
  if (head.toString("latin1", 36, 40) === "VBRI" && head.length >= 54) return head.readUInt32BE(50);
  return undefined;
}

/** Of the frames at the beginning; a second one has to follow the first, or it was none. */
function averageBitrate(head: Buffer): number | undefined {
  let sum = 0;
  let frames = 0;
  let at = 0;
  for (let frame = frameAt(head, at); frame; frame = frameAt(head, at)) {
    sum += frame.bitrate;
    frames += 1;
    at += frame.bytes;
  }
  return frames > 1 || at >= head.length ? sum / Math.max(1, frames) : undefined;
}
