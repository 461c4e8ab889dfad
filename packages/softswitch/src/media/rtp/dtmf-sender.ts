import { DTMF_DIGITS, LONGEST_SEGMENT } from "./dtmf-digits.js";

/** What one tick is to send while digits go out. */
export interface DtmfPacket {
  /** The four bytes of RFC 4733 2.3; overwritten by the next call. */
  readonly payload: Buffer;
  readonly marker: boolean;
  /** Of the event's beginning, the same for all its packets. */
  readonly timestamp: number;
}

/** -10 dBm0, what most telephones say. */
const VOLUME = 10;
/** RFC 4733 2.5.1.4: the last packet three times. */
const END_PACKETS = 3;
/** 60 ms of audio between two digits: a receiver by ear needs 40. */
const PAUSE_TICKS = 3;
const TICKS_PER_SECOND = 50;

interface SendingDigit {
  readonly event: number;
  /** Ticks until its end. */
  ticksLeft: number;
  endsLeft: number;
  timestamp: number;
  elapsed: number;
  started: boolean;
}

/** Digits as RFC 4733 packets, one per tick of 20 ms, in the place of audio. */
export class DtmfSender {
  readonly #queue: SendingDigit[] = [];
  readonly #payload = Buffer.alloc(4);
  readonly #tick: number;
  #pause = 0;

  constructor(
    /** Units of the timestamps per second. */
    readonly clockRate: number,
  ) {
    this.#tick = clockRate / TICKS_PER_SECOND;
  }

  /** Queues digits (`0`-`9`, `*`, `#`, `A`-`D`; others are passed over). */
  send(digits: string, durationMs = 100): void {
    const ticksLeft = Math.max(1, Math.round((durationMs * TICKS_PER_SECOND) / 1000));
    for (const digit of digits.toUpperCase()) {
      const event = DTMF_DIGITS.indexOf(digit);
      if (event < 0) continue;
      const begin = { timestamp: 0, elapsed: 0, started: false };
      this.#queue.push({ event, ticksLeft, endsLeft: END_PACKETS, ...begin });
    }
  }

  get busy(): boolean {
    return this.#queue.length > 0;
  }

  /** The packet of this tick, whose audio timestamp is given; undefined: audio goes on as usual. */
  next(timestamp: number): DtmfPacket | undefined {
    if (this.#pause > 0) {
      this.#pause -= 1;
      return undefined;
    }
    const digit = this.#queue[0];
    if (digit === undefined) return undefined;
    const marker = !digit.started;
    if (marker) digit.timestamp = timestamp;
    digit.started = true;
    if (digit.ticksLeft > 0) this.#lengthen(digit);
    const ended = digit.ticksLeft === 0;
    this.#write(digit, ended);
    if (ended) this.#countEnd(digit);
    return { payload: this.#payload, marker, timestamp: digit.timestamp };
  }

  #lengthen(digit: SendingDigit): void {
    digit.ticksLeft -= 1;
    if (digit.elapsed + this.#tick > LONGEST_SEGMENT) {
      digit.timestamp = (digit.timestamp + digit.elapsed) >>> 0;
      digit.elapsed = 0;
    }
    digit.elapsed += this.#tick;
  }

  #write(digit: SendingDigit, ended: boolean): void {
    this.#payload[0] = digit.event;
    this.#payload[1] = (ended ? 0x80 : 0) | VOLUME;
    this.#payload.writeUInt16BE(digit.elapsed, 2);
  }

  #countEnd(digit: SendingDigit): void {
    digit.endsLeft -= 1;
    if (digit.endsLeft > 0) return;
    this.#queue.shift();
    this.#pause = PAUSE_TICKS;
  }
}
