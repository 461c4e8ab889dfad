import { saturate } from "./samples.js";
import { type Frame, frameSize } from "./types.js";
import type { Voice } from "./voice.js";

interface Bus {
  readonly sum: Int32Array;
  /** The mix of all, made when the first listener asks. */
  whole: Frame | undefined;
  summed: boolean;
}

/**
 * Adds up who speaks, once per rate at which somebody listens, and takes the listener's own voice away again.
 * Who does not speak gets the same frame object as all the others at that rate.
 */
export class Mixer {
  readonly #buses = new Map<number, Bus>();
  #voices: readonly Voice[] = [];

  /** Begins a tick with those who may be heard; who says nothing in it costs nothing. */
  begin(voices: Iterable<Voice>): void {
    const speaking: Voice[] = [];
    for (const voice of voices) if (voice.speaks) speaking.push(voice);
    this.#voices = speaking;
    for (const bus of this.#buses.values()) {
      bus.summed = false;
      bus.whole = undefined;
    }
  }

  /** What is to be heard at a rate without these voices; undefined for silence. */
  mix(rate: number, without: readonly Voice[] = []): Frame | undefined {
    const missing = without.filter((voice) => voice.speaks && this.#voices.includes(voice));
    if (this.#voices.length === missing.length) return undefined;
    const bus = this.#sum(rate);
    if (missing.length > 0) return cut(bus.sum, missing, rate);
    bus.whole ??= narrow(bus.sum);
    return bus.whole;
  }

  #sum(rate: number): Bus {
    let bus = this.#buses.get(rate);
    if (!bus) {
      bus = { sum: new Int32Array(frameSize(rate)), whole: undefined, summed: false };
      this.#buses.set(rate, bus);
    }
    if (bus.summed) return bus;
    bus.summed = true;
    bus.sum.fill(0);
    for (const voice of this.#voices) add(bus.sum, voice.at(rate), 1);
    return bus;
  }
}

function add(sum: Int32Array, frame: Frame | undefined, sign: 1 | -1): void {
  if (!frame) return;
  const length = Math.min(sum.length, frame.length);
  for (let at = 0; at < length; at += 1) {
    sum[at] = (sum[at] as number) + sign * (frame[at] as number);
  }
}

function narrow(sum: Int32Array): Frame {
  const frame = new Int16Array(sum.length);
  for (let at = 0; at < sum.length; at += 1) frame[at] = saturate(sum[at] as number);
  return frame;
}

/** The sum keeps more than 16 bits, so what is taken away leaves nothing behind even where the whole is cut off. */
function cut(sum: Int32Array, missing: readonly Voice[], rate: number): Frame {
  const rest = sum.slice();
  for (const voice of missing) add(rest, voice.at(rate), -1);
  return narrow(rest);
}
