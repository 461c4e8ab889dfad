import {
  type AudioPort,
  amplify,
  Converter,
  type Frame,
  granularFactor,
  meanLevel,
  saturate,
  Voice,
  volumeFactor,
} from "../../audio/index.js";
import type { Caller, Room } from "../types.js";
import { contributes } from "./contribution.js";
import { GainControl } from "./gain-control.js";
import { Playback } from "./playback.js";
import { type Crossing, TalkDetector } from "./talk-detector.js";

/** One member's port: what it says into the room, and what it is given to hear. */
export class Microphone {
  readonly voice = new Voice();
  readonly detector = new TalkDetector();
  readonly #playback = new Playback();
  readonly #converter = new Converter();
  readonly #gain = new GainControl();
  #frame: Frame | undefined;
  #overloads = 0;
  #silencedFrames = 0;
  #broken = false;

  /** A port that throws is silent from then on, and told of once: the others of the room go on. */
  constructor(
    readonly port: AudioPort,
    readonly onError: (error: unknown) => void,
  ) {}

  /** Reads one frame and judges it; says when talking begins or ends with it. */
  listen(caller: Caller, room: Room): Crossing | undefined {
    const speaks = caller.canSpeak && !caller.hold;
    const frame = this.#guarded(() => this.port.read());
    this.#frame = undefined;
    if (!speaks && !caller.muteDetect) {
      this.detector.ignore();
      return undefined;
    }
    const louder =
      frame && caller.volumeIn !== 0 ? amplify(frame, volumeFactor(caller.volumeIn)) : frame;
    const level = louder ? meanLevel(louder) : 0;
    this.#frame = louder && this.#held(louder, level, caller, room);
    const { energyLevel, talking } = caller;
    return this.detector.feed(level, { energyLevel, talking, speaks });
  }

  /** Says the frame that was read, if the room is to hear it. */
  speak(caller: Caller, room: Room, listens: boolean): void {
    this.voice.say(listens && contributes(caller, room) ? this.#frame : undefined, this.port.rate);
  }

  /** Gives the member the mix and over it, or instead of it, what plays to it alone. */
  hear(caller: Caller, mix: Frame | undefined, roomRate: number, now: number): void {
    const factor = volumeFactor(caller.volumeOut);
    const room = mix && factor !== 1 ? amplify(mix, factor) : mix;
    const [node] = caller.files;
    const played = this.#playback.next(node, roomRate, now);
    if (!played) {
      this.#write(room);
      return;
    }
    const own = this.#converter.convert(played, roomRate, this.port.rate);
    const file = factor !== 1 ? amplify(own, factor) : own;
    this.#write(room && !node?.alone ? over(room, file) : file);
  }

  close(): void {
    this.#playback.close();
  }

  #write(frame: Frame | undefined): void {
    this.#guarded(() => this.port.write(frame));
  }

  #guarded<T>(work: () => T): T | undefined {
    if (this.#broken) return undefined;
    try {
      return work();
    } catch (error) {
      this.#broken = true;
      this.onError(error);
      return undefined;
    }
  }

  /** Loudness kept in bounds: gain control, and silence for one who was too loud too often. */
  #held(frame: Frame, level: number, caller: Caller, room: Room): Frame | undefined {
    if (caller.maxEnergyLevel > 0 && level > caller.maxEnergyLevel) {
      this.#overloads += 1;
      if (this.#overloads > caller.maxEnergyHits) {
        this.#silencedFrames = Math.trunc(caller.maxEnergyMuteMs / room.profile.interval);
      }
    }
    if (this.#silencedFrames > 0) {
      this.#silencedFrames -= 1;
      if (this.#silencedFrames === 0) this.#overloads = 0;
      return undefined;
    }
    if (caller.agcLevel === 0 || level <= caller.energyLevel) return frame;
    const decibels = this.#gain.feed(level, caller.agcLevel);
    return decibels === 0 ? frame : amplify(frame, granularFactor(decibels));
  }
}

function over(room: Frame, file: Frame): Frame {
  return file.map((sample, at) => saturate(sample + (room[at] ?? 0)));
}
