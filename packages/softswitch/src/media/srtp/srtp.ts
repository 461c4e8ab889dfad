import { timingSafeEqual } from "node:crypto";
import { SrtpCipher, TAG_BYTES } from "./cipher.js";
import { deriveKeys, KEY_LABELS, type MasterKey } from "./keys.js";
import { PacketIndex } from "./packet-index.js";

const RTP_HEADER_BYTES = 12;
const RTCP_HEADER_BYTES = 8;
const ROLLOVER_BYTES = 4;
const INDEX_BYTES = 4;
const ENCRYPTED = 0x8000_0000;
/** A phone has a handful of streams; more is somebody filling our memory. */
const MAX_STREAMS = 32;

/** Bytes before the payload: fixed header, contributing sources, extension. */
function headerLength(data: Buffer): number {
  const first = data[0] ?? 0;
  const fixed = RTP_HEADER_BYTES + 4 * (first & 0x0f);
  if ((first & 0x10) === 0) return fixed;
  return fixed + 4 <= data.length ? fixed + 4 + 4 * data.readUInt16BE(fixed + 2) : data.length + 1;
}

/** Sends: RFC 3711 with AES_CM_128_HMAC_SHA1_80, the profile every WebRTC endpoint has (RFC 8827 6.5). */
export class SrtpSender {
  readonly #rtp: SrtpCipher;
  readonly #rtcp: SrtpCipher;
  readonly #streams = new Map<number, PacketIndex>();
  #rtcpIndex = 0;

  constructor(master: MasterKey) {
    this.#rtp = new SrtpCipher(deriveKeys(master, KEY_LABELS.rtp));
    this.#rtcp = new SrtpCipher(deriveKeys(master, KEY_LABELS.rtcp));
  }

  /** A copy of an RTP packet as it goes over the wire. */
  protect(packet: Buffer): Buffer {
    const ssrc = packet.readUInt32BE(8);
    const index = this.#nextIndex(ssrc, packet.readUInt16BE(2));
    const out = Buffer.allocUnsafe(packet.length + TAG_BYTES);
    packet.copy(out);
    this.#rtp.apply(out, headerLength(packet), packet.length, ssrc, index);
    // The rollover counter is signed but not sent: it stands for a moment where the tag will be.
    out.writeUInt32BE(Math.floor(index / 0x1_0000) >>> 0, packet.length);
    const tag = this.#rtp.tag(out.subarray(0, packet.length + ROLLOVER_BYTES));
    tag.copy(out, packet.length, 0, TAG_BYTES);
    return out;
  }

  protectRtcp(packet: Buffer): Buffer {
    const end = packet.length + INDEX_BYTES;
    const out = Buffer.allocUnsafe(end + TAG_BYTES);
    packet.copy(out);
    this.#rtcpIndex = (this.#rtcpIndex + 1) & 0x7fff_ffff;
    const ssrc = packet.readUInt32BE(4);
    this.#rtcp.apply(out, RTCP_HEADER_BYTES, packet.length, ssrc, this.#rtcpIndex);
    out.writeUInt32BE((ENCRYPTED | this.#rtcpIndex) >>> 0, packet.length);
    this.#rtcp.tag(out.subarray(0, end)).copy(out, end, 0, TAG_BYTES);
    return out;
  }

  #nextIndex(ssrc: number, sequence: number): number {
    let stream = this.#streams.get(ssrc);
    if (stream === undefined) {
      stream = new PacketIndex();
      this.#streams.set(ssrc, stream);
    }
    const index = stream.guess(sequence);
    stream.accept(index);
    return index;
  }
}

/** Receives. What is forged, replayed or too short gives undefined. */
export class SrtpReceiver {
  readonly #rtp: SrtpCipher;
  readonly #rtcp: SrtpCipher;
  readonly #streams = new Map<number, PacketIndex>();
  readonly #rtcpStreams = new Map<number, PacketIndex>();
  readonly #tag = Buffer.alloc(TAG_BYTES);

  constructor(master: MasterKey) {
    this.#rtp = new SrtpCipher(deriveKeys(master, KEY_LABELS.rtp));
    this.#rtcp = new SrtpCipher(deriveKeys(master, KEY_LABELS.rtcp));
  }

  /** The RTP packet, decrypted in place: a view into `data`, whose last bytes are no longer the tag. */
  unprotect(data: Buffer): Buffer | undefined {
    const end = data.length - TAG_BYTES;
    if (end < RTP_HEADER_BYTES) return undefined;
    const start = headerLength(data);
    if (start > end) return undefined;
    const ssrc = data.readUInt32BE(8);
    const stream = this.#streams.get(ssrc) ?? new PacketIndex();
    const index = stream.guess(data.readUInt16BE(2));
    if (!stream.isFresh(index) || !this.#isAuthentic(data, end, index)) return undefined;
    if (!remember(this.#streams, ssrc, stream)) return undefined;
    stream.accept(index);
    this.#rtp.apply(data, start, end, ssrc, index);
    return data.subarray(0, end);
  }

  unprotectRtcp(data: Buffer): Buffer | undefined {
    const signed = data.length - TAG_BYTES;
    const end = signed - INDEX_BYTES;
    if (end < RTCP_HEADER_BYTES) return undefined;
    const trailer = data.readUInt32BE(end);
    const index = trailer & 0x7fff_ffff;
    const ssrc = data.readUInt32BE(4);
    const stream = this.#rtcpStreams.get(ssrc) ?? new PacketIndex();
    const tag = this.#rtcp.tag(data.subarray(0, signed)).subarray(0, TAG_BYTES);
    if (!stream.isFresh(index) || !timingSafeEqual(tag, data.subarray(signed))) return undefined;
    if (!remember(this.#rtcpStreams, ssrc, stream)) return undefined;
    stream.accept(index);
    if (trailer >= ENCRYPTED) this.#rtcp.apply(data, RTCP_HEADER_BYTES, end, ssrc, index);
    return data.subarray(0, end);
  }

  #isAuthentic(data: Buffer, end: number, index: number): boolean {
    data.copy(this.#tag, 0, end);
    data.writeUInt32BE(Math.floor(index / 0x1_0000) >>> 0, end);
    const tag = this.#rtp.tag(data.subarray(0, end + ROLLOVER_BYTES));
    return timingSafeEqual(tag.subarray(0, TAG_BYTES), this.#tag);
  }
}

/** Only packets with a right tag get here, so the limit is for a phone gone wild. */
function remember(streams: Map<number, PacketIndex>, ssrc: number, stream: PacketIndex): boolean {
  if (streams.has(ssrc)) return true;
  if (streams.size >= MAX_STREAMS) return false;
  streams.set(ssrc, stream);
  return true;
}
