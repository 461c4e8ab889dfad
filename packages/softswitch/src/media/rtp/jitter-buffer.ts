import type { RtpPacket } from "./packet.js";
import { PacketWindow, WINDOW } from "./packet-window.js";
import { type DelayOptions, PlayoutDelay } from "./playout-delay.js";
import { sequenceAfter, timestampAfter } from "./sequence.js";

export interface JitterBufferOptions extends DelayOptions {
  /** Units of the packets' timestamps per second (the codec's SDP rate). */
  readonly clockRate: number;
}

export interface JitterStats {
  readonly received: number;
  /** Sequence numbers that were not there when their turn came. */
  readonly lost: number;
  /** Packets that came after their turn. */
  readonly late: number;
  readonly duplicates: number;
  /** Packets thrown away because the sender's clock is faster than ours or too many came at once. */
  readonly dropped: number;
}

/** Frames concealed when nothing comes before it counts as silence. */
const CONCEALED_FRAMES = 3;
/** What may wait above the target when a stream begins to be heard after an overflow. */
const SPARE_MS = 20;
/** Behind by more is no late packet but another count (RFC 3550 A.1: believed when the next number follows). */
const MOST_BEHIND = 100;

/**
 * Packets of one stream in the order they are to be heard. Filled as they come in, emptied by the 20 ms clock.
 *
 * Two clocks meet here: sequence numbers say what is missing, timestamps how long it was. A read that finds nothing
 * conceals without moving on, so a late stream is played later by as much; PlayoutDelay takes the delay away again when
 * it was not needed for a while. Both together follow a sender whose clock differs from ours.
 */
export class JitterBuffer {
  readonly #clockRate: number;
  /** 20 ms in timestamp units. */
  readonly #frame: number;
  readonly #window = new PacketWindow();
  readonly #delay: PlayoutDelay;
  readonly #counts = { received: 0, lost: 0, late: 0, duplicates: 0, dropped: 0 };
  #state: "empty" | "filling" | "playing" = "empty";
  #ssrc = 0;
  #next = 0;
  /** All that waits lies between `#next` and this, within one window. */
  #highest = 0;
  /** Timestamp of the sound that is to be heard next. */
  #expected = 0;
  #packetTime: number;
  #jumpedTo = -1;
  #waited = 0;
  #starved = 0;
  /** Time concealed while nothing had come, which a pause of the sender may turn out to have been. */
  #borrowed = 0;
  #holed = false;
  #overflowed = false;
  /** Only a stream that was not heard yet may still begin earlier. */
  #heard = false;

  constructor(options: JitterBufferOptions) {
    this.#clockRate = options.clockRate;
    this.#frame = options.clockRate / 50;
    this.#packetTime = this.#frame;
    this.#delay = new PlayoutDelay(options);
  }

  /** Takes a packet of the audio codec. */
  push(packet: RtpPacket): void {
    this.#take(packet, false);
  }

  /** A packet of the same stream that is no audio (RFC 4733, comfort noise): its number counts as come, its time is silence. */
  skip(packet: RtpPacket): void {
    this.#take(packet, true);
  }

  /**
   * The next payload, whatever time it holds; `"lost"`: 20 ms are to be concealed; undefined: silence. A caller that
   * gets more than 20 ms calls again only when that is used up.
   */
  read(): Buffer | "lost" | undefined {
    if (this.#state === "empty" || (this.#state === "filling" && !this.#filled())) return undefined;
    const order = this.#delay.tick(this.depthMs);
    if (order === "shorten") this.#dropOldest();
    if (order === "lengthen") return "lost";
    return this.#play();
  }

  /** Milliseconds of sound waiting. */
  get depthMs(): number {
    return (this.#window.audible * this.#packetTime * 1000) / this.#clockRate;
  }

  stats(): JitterStats {
    return { ...this.#counts };
  }

  #take(packet: RtpPacket, silent: boolean): void {
    this.#counts.received += 1;
    if (this.#state === "empty" || packet.ssrc !== this.#ssrc) this.#restart(packet);
    if (!this.#belongs(packet)) return;
    this.#jumpedTo = -1;
    if (this.#window.has(packet.sequence)) {
      this.#counts.duplicates += 1;
      return;
    }
    if (!silent) this.#measure(packet);
    this.#window.put(packet, silent);
    if (sequenceAfter(packet.sequence, this.#highest) > 0) this.#highest = packet.sequence;
    if (this.depthMs > this.#delay.mostMs) this.#overflow();
  }

  /** Nobody reads, or a burst came: the next read begins with the newest sound. */
  #overflow(): void {
    while (this.depthMs > this.#delay.mostMs) this.#dropOldest();
    this.#overflowed = true;
    if (this.#state === "playing") this.#refill();
  }

  #restart(packet: RtpPacket): void {
    this.#window.clear();
    this.#ssrc = packet.ssrc;
    this.#next = packet.sequence;
    this.#highest = packet.sequence;
    this.#expected = packet.timestamp;
    this.#packetTime = this.#frame;
    this.#heard = false;
    this.#refill();
  }

  #refill(): void {
    this.#state = "filling";
    this.#waited = 0;
    this.#starved = 0;
    this.#borrowed = 0;
    this.#holed = false;
  }

  /** Whether the packet's turn is still to come. Begins anew where the sender has. */
  #belongs(packet: RtpPacket): boolean {
    const ahead = sequenceAfter(packet.sequence, this.#next);
    if (ahead >= 0 && ahead < WINDOW) return true;
    if (ahead < 0 && ahead > -MOST_BEHIND) return this.#comesBefore(packet);
    if (packet.sequence === this.#jumpedTo) {
      this.#restart(packet);
      return true;
    }
    this.#jumpedTo = (packet.sequence + 1) & 0xffff;
    return false;
  }

  #comesBefore(packet: RtpPacket): boolean {
    if (!this.#heard && sequenceAfter(this.#highest, packet.sequence) < WINDOW) {
      this.#next = packet.sequence;
      this.#expected = packet.timestamp;
      return true;
    }
    if (this.#window.wasTaken(packet.sequence)) {
      this.#counts.duplicates += 1;
    } else {
      this.#counts.late += 1;
      this.#delay.cameLate();
    }
    return false;
  }

  /** Learns how much time a packet holds from two that follow each other. */
  #measure(packet: RtpPacket): void {
    const before = this.#window.get((packet.sequence - 1) & 0xffff);
    if (before === undefined || packet.marker) return;
    const time = timestampAfter(packet.timestamp, before.timestamp);
    if (time > 0 && time <= 6 * this.#frame) this.#packetTime = time;
  }

  #filled(): boolean {
    if (this.#window.held === 0) return false;
    const needed = Math.max(this.#delay.targetMs, (this.#packetTime * 1000) / this.#clockRate + 10);
    this.#waited += 1;
    // A sender that pauses again after a word must be heard all the same.
    if (this.depthMs < needed && this.#waited * 20 <= needed + 20) return false;
    while (this.#overflowed && this.depthMs > needed + SPARE_MS) this.#dropOldest();
    this.#overflowed = false;
    this.#next = this.#window.firstFrom(this.#next);
    this.#expected = this.#window.get(this.#next)?.timestamp ?? this.#expected;
    this.#state = "playing";
    this.#heard = true;
    return true;
  }

  #play(): Buffer | "lost" | undefined {
    while (this.#window.held > 0) {
      const packet = this.#window.get(this.#next);
      if (packet === undefined) {
        if (this.#concealHole()) return "lost";
      } else if (this.#window.isSilent(this.#next)) {
        this.#advance();
      } else if (this.#isDue(packet.timestamp)) {
        this.#advance();
        this.#expected = packet.timestamp + this.#packetTime;
        this.#starved = 0;
        this.#borrowed = 0;
        this.#holed = false;
        return packet.payload;
      } else {
        this.#expected += this.#frame;
        return this.#holed ? "lost" : undefined;
      }
    }
    return this.#starve();
  }

  #advance(): void {
    this.#window.take(this.#next);
    this.#next = (this.#next + 1) & 0xffff;
  }

  /** Passes over one missing number. False when no time is missing with it. */
  #concealHole(): boolean {
    this.#counts.lost += 1;
    this.#holed = true;
    this.#next = (this.#next + 1) & 0xffff;
    const following = this.#window.get(this.#window.firstFrom(this.#next));
    if (following === undefined || this.#isDue(following.timestamp)) return false;
    this.#expected += this.#frame;
    return true;
  }

  /** False while the sender's own time says that there is a pause before this. More than a second is a jump, not a pause. */
  #isDue(timestamp: number): boolean {
    const gap = timestampAfter(timestamp, this.#expected);
    if (gap <= 0 || gap > this.#clockRate) return true;
    const spent = Math.min(gap, this.#borrowed);
    this.#borrowed -= spent;
    this.#expected += spent;
    return gap - spent < this.#frame;
  }

  #starve(): "lost" | undefined {
    this.#starved += 1;
    this.#borrowed += this.#frame;
    if (this.#starved <= CONCEALED_FRAMES) return "lost";
    this.#refill();
    return undefined;
  }

  #dropOldest(): void {
    this.#next = this.#window.firstFrom(this.#next);
    const silent = this.#window.isSilent(this.#next);
    this.#advance();
    if (silent) return;
    this.#counts.dropped += 1;
    this.#expected += this.#packetTime;
  }
}
