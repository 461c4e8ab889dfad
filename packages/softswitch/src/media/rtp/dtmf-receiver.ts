import { DTMF_DIGITS, LONGEST_SEGMENT } from "./dtmf-digits.js";
import type { RtpPacket } from "./packet.js";
import { timestampAfter } from "./sequence.js";

/** Phones repeat a running event at least every 50 ms. */
const SILENCE_MS = 200;
/** How long a finished event's timestamp is remembered against late copies. */
const MEMORY_MS = 5000;

interface RunningDigit {
  readonly event: number;
  /** Of the running segment. */
  timestamp: number;
  /** Of the segments before. */
  before: number;
  duration: number;
  heardMs: number;
}

/** Digits out of RFC 4733 packets, each once however many of its packets come. */
export class DtmfReceiver {
  #running: RunningDigit | undefined;
  #finished:
    | { readonly ssrc: number; readonly timestamp: number; readonly atMs: number }
    | undefined;
  #ssrc = 0;

  constructor(
    /** Units of the timestamps per second. */
    readonly clockRate: number,
    readonly onDigit: (digit: string, durationMs: number) => void,
  ) {}

  /** Takes a telephone-event packet; `nowMs` is any steady clock. */
  push(packet: RtpPacket, nowMs: number): void {
    const { payload, timestamp } = packet;
    const event = payload[0];
    if (event === undefined || payload.length < 4 || event >= DTMF_DIGITS.length) return;
    const ended = ((payload[1] ?? 0) & 0x80) !== 0;
    const duration = payload.readUInt16BE(2);
    if (this.#isOld(packet, nowMs)) return;
    this.#ssrc = packet.ssrc;
    this.#continue(event, timestamp, packet.marker, nowMs);
    const running = this.#running;
    if (running === undefined) return;
    running.duration = Math.max(running.duration, duration);
    running.heardMs = nowMs;
    if (ended) this.#finish(nowMs);
  }

  /** To be called a few times a second: ends a digit whose end packets were all lost. */
  expire(nowMs: number): void {
    if (this.#running && nowMs - this.#running.heardMs > SILENCE_MS) this.#finish(nowMs);
  }

  #isOld(packet: RtpPacket, nowMs: number): boolean {
    if (this.#running) return timestampAfter(packet.timestamp, this.#running.timestamp) < 0;
    const last = this.#finished;
    if (last === undefined || last.ssrc !== packet.ssrc || nowMs - last.atMs > MEMORY_MS)
      return false;
    return timestampAfter(packet.timestamp, last.timestamp) <= 0;
  }

  /** Makes the packet's event the running one; another one that ran has lost its end. */
  #continue(event: number, timestamp: number, marker: boolean, nowMs: number): void {
    const running = this.#running;
    if (running && running.timestamp === timestamp && running.event === event) return;
    if (running && !marker && isNextSegment(running, event, timestamp)) {
      running.before += timestampAfter(timestamp, running.timestamp);
      running.timestamp = timestamp;
      running.duration = 0;
      return;
    }
    if (running) this.#finish(nowMs);
    this.#running = { event, timestamp, before: 0, duration: 0, heardMs: nowMs };
  }

  #finish(nowMs: number): void {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    this.#finished = { ssrc: this.#ssrc, timestamp: running.timestamp, atMs: nowMs };
    const units = running.before + running.duration;
    this.onDigit(DTMF_DIGITS.charAt(running.event), Math.round((units * 1000) / this.clockRate));
  }
}

/** A segment goes on where the one before was full, give or take what was lost of it. */
function isNextSegment(running: RunningDigit, event: number, timestamp: number): boolean {
  const distance = timestampAfter(timestamp, running.timestamp);
  return (
    event === running.event &&
    distance >= running.duration &&
    distance <= LONGEST_SEGMENT &&
    running.duration > LONGEST_SEGMENT / 2
  );
}
