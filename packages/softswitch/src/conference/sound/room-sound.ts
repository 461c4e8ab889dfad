import {
  type AudioClock,
  type AudioPort,
  Mixer,
  type RunningRecorder,
  Voice,
} from "../../audio/index.js";
import { moveFloor, SILENT_SCORE, SPEAKING_SCORE, startTalking, stopTalking } from "../members.js";
import { callersOf } from "../rooms.js";
import type { Turn } from "../turn.js";
import type { Caller, Room } from "../types.js";
import { isKeptApart, roomListens } from "./contribution.js";
import { Microphone } from "./microphone.js";
import { Playback } from "./playback.js";
import { ScriptedVoices } from "./scripted-voice.js";
import type { Crossing } from "./talk-detector.js";

/** What the sound needs of its room: its state as it is now, and a way to tell it what happens. */
export interface SoundedRoom {
  readonly room: Room;
  step(work: (turn: Turn) => void): void;
  now(): number;
  /** Told when a port has thrown. */
  failed(error: unknown): void;
}

/**
 * The sound of one room. It follows the model, which alone decides who is there, muted, playing; and tells it when
 * somebody begins or ends to talk. It ticks while somebody has a port or something is recorded.
 */
export class RoomSound {
  readonly #microphones = new Map<number, Microphone>();
  readonly #recorders = new Set<RunningRecorder>();
  readonly #mixer = new Mixer();
  readonly #scripted = new ScriptedVoices();
  readonly #files = [new Playback(), new Playback()] as const;
  readonly #fileVoices = [new Voice(), new Voice()] as const;
  #seen: Room | undefined;
  #callers: ReadonlyMap<number, Caller> = new Map();
  #related = false;
  #end: (() => void) | undefined;

  constructor(
    readonly host: SoundedRoom,
    readonly clock: AudioClock,
  ) {}

  seat(id: number, port: AudioPort): void {
    this.#microphones.set(id, new Microphone(port, (error) => this.host.failed(error)));
    this.#run();
  }

  /** Lets go of a member's port at once. */
  unseat(id: number): void {
    this.#microphones.get(id)?.close();
    this.#microphones.delete(id);
    this.#run();
  }

  record(recorder: RunningRecorder): void {
    this.#recorders.add(recorder);
    this.#run();
  }

  endRecord(recorder: RunningRecorder): void {
    this.#recorders.delete(recorder);
    this.#run();
  }

  stop(): void {
    for (const id of [...this.#microphones.keys()]) this.unseat(id);
    this.#recorders.clear();
    for (const file of this.#files) file.close();
    this.#run();
  }

  /** The room with the voices of those who have a port as they are measured now. */
  measured(room: Room): Room {
    let changed = false;
    if (this.#microphones.size === 0) return room;
    const members = room.members.map((member) => {
      const detector = this.#microphones.get(member.id)?.detector;
      if (member.type !== "caller" || !detector) return member;
      const { level: voice, score } = detector;
      if (voice === member.voice && score === member.score) return member;
      changed = true;
      return { ...member, voice, score };
    });
    return changed ? { ...room, members } : room;
  }

  #run(): void {
    const wanted = this.#microphones.size > 0 || this.#recorders.size > 0;
    if (wanted) this.#end ??= this.clock.each(() => this.#tick());
    else {
      this.#end?.();
      this.#end = undefined;
    }
  }

  #tick(): void {
    this.#look();
    this.#listen();
    this.#look();
    this.#speak();
    this.#hear();
  }

  #look(): void {
    const { room } = this.host;
    if (room === this.#seen) return;
    this.#seen = room;
    const callers = callersOf(room);
    this.#callers = new Map(callers.map((caller) => [caller.id, caller]));
    this.#related = callers.some(({ relations }) => relations.length > 0);
    this.#scripted.look(room);
  }

  #listen(): void {
    const crossings: [number, Microphone, Crossing][] = [];
    for (const [id, microphone] of this.#microphones) {
      const caller = this.#callers.get(id);
      const crossing = caller && microphone.listen(caller, this.host.room);
      if (crossing) crossings.push([id, microphone, crossing]);
    }
    for (const [id, { detector }, crossing] of crossings) {
      if (crossing === "start") this.host.step((turn) => startTalking(turn, id));
      else {
        const statistics = detector.statistics(this.host.room.profile.interval);
        this.host.step((turn) => stopTalking(turn, id, statistics));
      }
    }
    this.#takeFloor();
  }

  /** The floor goes from one who is silent to one who speaks; the model decides who it is. */
  #takeFloor(): void {
    const holder = this.host.room.floorHolder;
    const score =
      this.#microphones.get(holder)?.detector.score ?? this.#callers.get(holder)?.voice ?? 0;
    if (score >= SILENT_SCORE) return;
    for (const [id, { detector }] of this.#microphones) {
      if (id === holder || detector.score <= SPEAKING_SCORE) continue;
      this.host.step(moveFloor);
      return;
    }
  }

  #speak(): void {
    const { room } = this.host;
    const listens = roomListens(room);
    for (const [id, microphone] of this.#microphones) {
      const caller = this.#callers.get(id);
      if (caller) microphone.speak(caller, room, listens);
    }
    this.#scripted.speak(room, listens);
    const nodes = [room.files[0], room.asyncFile];
    const { rate } = room.profile;
    const now = this.host.now();
    this.#files.forEach((file, at) => {
      this.#fileVoices[at]?.say(file.next(nodes[at], rate, now), rate);
    });
    this.#mixer.begin(this.#voices());
  }

  *#voices(): Iterable<Voice> {
    for (const microphone of this.#microphones.values()) yield microphone.voice;
    for (const [, voice] of this.#scripted.entries()) yield voice;
    yield* this.#fileVoices;
  }

  #hear(): void {
    const { rate } = this.host.room.profile;
    const now = this.host.now();
    for (const [id, microphone] of this.#microphones) {
      const caller = this.#callers.get(id);
      if (!caller) continue;
      const without = this.#related ? this.#unheard(caller, microphone) : [microphone.voice];
      const mix = caller.canHear ? this.#mixer.mix(microphone.port.rate, without) : undefined;
      microphone.hear(caller, mix, rate, now);
    }
    for (const recorder of this.#recorders) {
      if (recorder.running) recorder.frame(this.#mixer.mix(rate));
    }
  }

  /** A member's own voice and those it is kept apart from. */
  #unheard(listener: Caller, own: Microphone): Voice[] {
    const apart: Voice[] = [own.voice];
    for (const [id, microphone] of this.#microphones) {
      const speaker = this.#callers.get(id);
      if (speaker && microphone !== own && isKeptApart(listener, speaker)) {
        apart.push(microphone.voice);
      }
    }
    for (const [speaker, voice] of this.#scripted.entries()) {
      if (isKeptApart(listener, speaker)) apart.push(voice);
    }
    return apart;
  }
}
