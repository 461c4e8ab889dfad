import type { Header } from "../../core/index.js";

/** Weight of the past in a member's score, and its top (mod_conference.h). */
const SCORE_DECAY = 0.8;
const SCORE_TOP = 25_000;
/** This far above the threshold one frame is enough (conference_loop_input). */
const CLEARLY_ABOVE = 400;
/** Frames above the threshold that begin talking, and frames below it that end it. */
const HANGUNDER = 5;
const HANGOVER = 40;

/** What the model knows of the member while a frame of it is judged. */
export interface Listening {
  readonly energyLevel: number;
  readonly talking: boolean;
  /** It may speak and is not on hold; else it is only watched (`mute-detect`). */
  readonly speaks: boolean;
}

export type Crossing = "start" | "stop";

/** Tells from the levels of frames when a member talks, as FreeSWITCH's conference_loop_input does. */
export class TalkDetector {
  #score = 0;
  #last = 0;
  #hangunder = 0;
  #hangover = 0;
  #frames = 0;
  #hits = 0;
  #sum = 0;
  #deltas = 0;
  #gateOpen = 0;
  #gateShut = 0;

  /** The level of the last frame: what events show as `Current-Energy`. */
  get level(): number {
    return this.#last;
  }

  /** The level smoothed over about five frames: decides about the floor. */
  get score(): number {
    return this.#score;
  }

  /** Nobody listens to the member: muted or on hold. */
  ignore(): void {
    this.#score = 0;
    this.#last = 0;
  }

  /** Judges the level of one frame; says when talking begins or ends with it. */
  feed(level: number, listening: Listening): Crossing | undefined {
    const smooth = (1 - SCORE_DECAY) * level + SCORE_DECAY * this.#score;
    this.#score = Math.min(SCORE_TOP, Math.trunc(smooth));
    const open = level > listening.energyLevel;
    if (listening.speaks && listening.talking) this.#count(level, open);
    const crossing = open ? this.#above(level, listening) : this.#below(listening);
    this.#last = level;
    return crossing;
  }

  /** Headers of stop-talking; none when nothing was counted. Begins to count anew. */
  statistics(interval: number): Header[] {
    const [frames, hits] = [this.#frames, this.#hits];
    const delta = hits > 0 && frames > 0 ? this.#deltas / hits : 0;
    const shut = this.#gateShut || 1;
    const open = this.#gateOpen || 1;
    this.#gateShut = 0;
    this.#gateOpen = 0;
    if (delta === 0) return [];
    const percent = (part: number, whole: number): number => (part / whole) * 100;
    const fixed = (value: number): string => value.toFixed(6);
    return [
      ["talking-gate-hits", String(hits)],
      ["talking-total-packets", String(frames)],
      ["talking-duration-ms", String(frames * interval)],
      ["talking-average-energy", fixed(this.#sum / hits)],
      ["talking-delta-average", fixed(delta)],
      ["talking-hit-on-percent", fixed(percent(open, frames))],
      ["talking-non-hit-ratio", fixed(percent(shut, open))],
      ["talking-hit-off-percent", fixed(percent(shut, frames))],
      ["talking-hit-off-differential", fixed(percent(open, frames) - percent(shut, frames))],
    ];
  }

  #count(level: number, open: boolean): void {
    this.#frames += 1;
    if (!open) {
      this.#gateShut += 1;
      return;
    }
    this.#gateOpen += 1;
    this.#hits += 1;
    this.#sum += level;
    this.#deltas += Math.abs(level - this.#last);
  }

  #above(level: number, { energyLevel, talking }: Listening): Crossing | undefined {
    this.#hangover = Math.max(0, this.#hangover - 1);
    const enough = level - energyLevel >= CLEARLY_ABOVE;
    if (!enough) this.#hangunder += 1;
    if (!enough && this.#hangunder < HANGUNDER) return undefined;
    this.#hangover = 0;
    this.#hangunder = 0;
    if (talking) return undefined;
    this.#frames = 0;
    this.#hits = 0;
    this.#sum = 0;
    this.#deltas = 0;
    return "start";
  }

  #below({ talking, speaks }: Listening): Crossing | undefined {
    this.#hangunder = Math.max(0, this.#hangunder - 1);
    if (!talking || !speaks) return undefined;
    this.#hangover += 1;
    if (this.#hangover < HANGOVER) return undefined;
    this.#hangover = 0;
    this.#hangunder = 0;
    this.#gateShut = Math.max(0, this.#gateShut - HANGOVER);
    return "stop";
  }
}
