const FRAMES_UNTIL_SILENCE = 3;
/** Slowest pitch looked for: 60 Hz. Repeating a whole pitch period keeps a voice a voice. */
const LOWEST_PITCH_HZ = 60;
const HIGHEST_PITCH_HZ = 400;

/**
 * Fills the place of lost frames of codecs that cannot do it themselves: repeats the last pitch period, fading out
 * within 60 ms (the idea of G.711 Appendix I, without its delay).
 */
export class Concealment {
  readonly #history: Int16Array;
  readonly #frame: Int16Array;
  readonly #rate: number;
  #lost = 0;
  #pitch = 0;
  #phase = 0;

  constructor(rate: number) {
    this.#rate = rate;
    this.#frame = new Int16Array(rate / 50);
    this.#history = new Int16Array(Math.ceil((3 * rate) / LOWEST_PITCH_HZ));
  }

  /** Remembers sound that was decoded. */
  heard(frame: Int16Array): void {
    const history = this.#history;
    if (frame.length >= history.length) {
      history.set(frame.subarray(frame.length - history.length));
    } else {
      history.copyWithin(0, frame.length);
      history.set(frame, history.length - frame.length);
    }
    this.#lost = 0;
  }

  /** 20 ms to be heard instead of what is lost. */
  conceal(): Int16Array {
    if (this.#lost === 0) this.#begin();
    const frame = this.#frame;
    const total = FRAMES_UNTIL_SILENCE * frame.length;
    const before = this.#lost * frame.length;
    const start = this.#history.length - this.#pitch;
    for (let index = 0; index < frame.length; index += 1) {
      const gain = Math.max(0, 1 - (before + index) / total);
      frame[index] = gain * (this.#history[start + this.#phase] ?? 0);
      this.#phase = this.#phase + 1 === this.#pitch ? 0 : this.#phase + 1;
    }
    this.#lost += 1;
    return frame;
  }

  #begin(): void {
    this.#pitch = this.#findPitch();
    this.#phase = 0;
  }

  /** The lag at which the last 1/60 s is most like itself. Every other sample is enough, losses must stay cheap. */
  #findPitch(): number {
    const longest = Math.floor(this.#rate / LOWEST_PITCH_HZ);
    let best = longest;
    let bestScore = 0;
    for (let lag = Math.floor(this.#rate / HIGHEST_PITCH_HZ); lag <= longest; lag += 1) {
      const score = this.#likeness(lag, longest);
      if (score > bestScore) {
        bestScore = score;
        best = lag;
      }
    }
    return best;
  }

  #likeness(lag: number, span: number): number {
    const history = this.#history;
    let cross = 0;
    let energy = 1;
    for (let index = history.length - span; index < history.length; index += 2) {
      const earlier = history[index - lag] ?? 0;
      cross += earlier * (history[index] ?? 0);
      energy += earlier * earlier;
    }
    return cross / Math.sqrt(energy);
  }
}
