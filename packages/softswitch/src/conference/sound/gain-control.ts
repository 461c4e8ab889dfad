/** FreeSWITCH's defaults of the auto-gain params for a 20 ms interval (mod_conference.c). */
const MARGIN = 100;
const PATIENCE = 2;
const PERIOD_FRAMES = 25;
const MOST_DECIBELS = 50;

/** Brings a voice near a wanted level, a decibel per half second after it was off for three of them (switch_agc_feed). */
export class GainControl {
  #decibels = 0;
  #frames = 0;
  #sum = 0;
  #above = 0;
  #below = 0;

  /** Granular volume for this frame of a voice that is above its threshold; `level` is what came in. */
  feed(level: number, wanted: number): number {
    this.#frames += 1;
    this.#sum += level * 10 ** (this.#decibels / 20);
    if (this.#frames > PERIOD_FRAMES) this.#judge(this.#sum / this.#frames, wanted);
    return this.#decibels;
  }

  #judge(average: number, wanted: number): void {
    this.#frames = 0;
    this.#sum = 0;
    this.#above = average - wanted > MARGIN ? this.#above + 1 : 0;
    this.#below = wanted - average > MARGIN ? this.#below + 1 : 0;
    if (this.#above > PATIENCE) this.#decibels = Math.max(-MOST_DECIBELS, this.#decibels - 1);
    else if (this.#below > PATIENCE) this.#decibels = Math.min(MOST_DECIBELS, this.#decibels + 1);
  }
}
