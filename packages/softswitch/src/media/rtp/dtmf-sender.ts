/** What one tick is to send while digits go out. */
export interface DtmfPacket {
  /** The four bytes of RFC 4733 2.3; overwritten by the next call. */
  readonly payload: Buffer;
  readonly marker: boolean;
  /** Of the event's beginning, the same for all its packets. */
  readonly timestamp: number;
}

/** Digits as RFC 4733 packets, one per tick of 20 ms, in the place of audio. */
export class DtmfSender {
  constructor(
    /** Units of the timestamps per second. */
    readonly clockRate: number,
  ) {}

  /** Queues digits (`0`-`9`, `*`, `#`, `A`-`D`; others are passed over). */
  send(digits: string, durationMs = 100): void {
    void digits;
    void durationMs;
  }

  get busy(): boolean {
    return false;
  }

  /** The packet of this tick, whose audio timestamp is given; undefined: audio goes on as usual. */
  next(timestamp: number): DtmfPacket | undefined {
    void timestamp;
    return undefined;
  }
}
