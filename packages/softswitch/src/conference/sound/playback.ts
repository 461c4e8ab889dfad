import {
  amplify,
  type Frame,
  granularFactor,
  openSound,
  type SoundSource,
  splitSoundParams,
} from "../../audio/index.js";
import type { FileNode } from "../types.js";

/** The model times files by the clock on the wall, frames come by the tick: what is left of one may still be heard. */
const TAIL_S = 0.1;
/** A file is joined in the middle only when it has run for longer than the next tick can be away. */
const JOIN_S = 0.06;

/** Makes audible what the model says is playing in one place: to a room, or to one member. */
export class Playback {
  #node: FileNode | undefined;
  #source: SoundSource | undefined;

  /** The frame of this tick at `rate`; `node` is what the model has at the head of its queue. `now` in milliseconds. */
  next(node: FileNode | undefined, rate: number, now: number): Frame | undefined {
    if (node?.id !== this.#node?.id && !this.#isTail(node)) this.#open(node, rate, now);
    else if (node) this.#follow(node, now);
    if (node && (node.paused || node.stopped || node.startedAt === undefined)) return undefined;
    const frame = this.#source?.read();
    const volume = this.#node?.volume ?? 0;
    return frame && volume !== 0 ? amplify(frame, granularFactor(volume)) : frame;
  }

  close(): void {
    this.#source?.close();
    this.#source = undefined;
    this.#node = undefined;
  }

  #isTail(next: FileNode | undefined): boolean {
    const [node, source] = [this.#node, this.#source];
    if (next || !node || !source || node.stopped || source.ended) return false;
    const length = node.samples / node.rate;
    return length - source.position / source.rate < TAIL_S;
  }

  #open(node: FileNode | undefined, rate: number, now: number): void {
    this.close();
    this.#node = node;
    if (!node) return;
    try {
      this.#source = openSound(splitSoundParams(node.path).path, rate);
    } catch {
      // The model has found the file before: it was taken away since, so it plays as silence.
      return;
    }
    if (positionOf(node, now) > JOIN_S) this.#seek(node, now);
  }

  #follow(node: FileNode, now: number): void {
    const before = this.#node;
    this.#node = node;
    const moved = node.startedAt !== before?.startedAt || node.position !== before?.position;
    if (moved && !node.paused && node.startedAt !== undefined) this.#seek(node, now);
  }

  #seek(node: FileNode, now: number): void {
    this.#source?.seek(Math.round(positionOf(node, now) * (this.#source?.rate ?? 0)));
  }
}

/** Seconds of a file that have been played. */
function positionOf(node: FileNode, now: number): number {
  const run = node.startedAt === undefined ? 0 : Math.max(0, now - node.startedAt) / 1000;
  return node.position / node.rate + run;
}
