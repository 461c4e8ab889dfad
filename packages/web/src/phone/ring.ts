import type { Calls } from "./calls.js";
import { isIncoming } from "./calls.js";

/** incoming: somebody calls; waiting: somebody calls while one speaks; ringback: one waits for an answer. */
export type Ring = "incoming" | "waiting" | "ringback";

/** What is to be heard besides voices. */
export function ringFor(calls: Calls): Ring | undefined {
  const speaking = calls.some(({ state }) => state === "active");
  if (calls.some(isIncoming)) return speaking ? "waiting" : "incoming";
  const waits = calls.some(
    ({ direction, state, early }) => direction === "outgoing" && state === "ringing" && !early,
  );
  return waits ? "ringback" : undefined;
}

interface Pattern {
  readonly hertz: readonly number[];
  readonly volume: number;
  /** Seconds from the start of a round at which a tone begins and ends. */
  readonly tones: readonly (readonly [number, number])[];
  readonly roundMs: number;
}

/** 425 Hz, one second of five: the ringing tone of ITU-T E.180. */
const PATTERNS: Readonly<Record<Ring, Pattern>> = {
  incoming: {
    hertz: [660, 880],
    volume: 0.12,
    tones: [
      [0, 0.4],
      [0.55, 0.95],
    ],
    roundMs: 3000,
  },
  waiting: { hertz: [425], volume: 0.05, tones: [[0, 0.2]], roundMs: 5000 },
  ringback: { hertz: [425], volume: 0.06, tones: [[0, 1]], roundMs: 5000 },
};

const FADE_SECONDS = 0.02;

/** Sounds of the phone itself; silent until the browser lets the page be heard. */
export class Ringer {
  #context: AudioContext | undefined;
  #playing: Ring | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #gains: GainNode[] = [];

  ring(ring: Ring | undefined): void {
    if (ring === this.#playing) return;
    this.stop();
    this.#playing = ring;
    if (!ring) return;
    const pattern = PATTERNS[ring];
    const round = () => this.#round(pattern);
    round();
    this.#timer = setInterval(round, pattern.roundMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#playing = undefined;
    for (const gain of this.#gains) gain.disconnect();
    this.#gains = [];
    void this.#context?.suspend();
  }

  #round({ hertz, volume, tones }: Pattern): void {
    this.#context ??= new AudioContext();
    const context = this.#context;
    void context.resume();
    for (const gain of this.#gains) gain.disconnect();
    const gain = context.createGain();
    gain.gain.value = 0;
    gain.connect(context.destination);
    this.#gains = [gain];
    const now = context.currentTime + 0.02;
    for (const [from, to] of tones) {
      gain.gain.setValueAtTime(0, now + from);
      gain.gain.linearRampToValueAtTime(volume, now + from + FADE_SECONDS);
      gain.gain.setValueAtTime(volume, now + to - FADE_SECONDS);
      gain.gain.linearRampToValueAtTime(0, now + to);
    }
    const end = Math.max(...tones.map(([, to]) => to));
    for (const frequency of hertz) {
      const oscillator = new OscillatorNode(context, { frequency });
      oscillator.connect(gain);
      oscillator.start(now);
      oscillator.stop(now + end);
    }
  }
}
