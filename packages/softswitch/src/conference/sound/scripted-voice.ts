import { steadyTone, Voice } from "../../audio/index.js";
import type { Caller, Room } from "../types.js";
import { contributes } from "./contribution.js";

const LOWEST_HZ = 400;
const STEP_HZ = 100;
const TONES = 24;
const LOUDEST = 30_000;

/** The tone that stands for a scripted caller who talks: 400 to 2700 Hz, own to each of 24 members in a row. */
export const toneOf = (memberId: number): number => LOWEST_HZ + STEP_HZ * (memberId % TONES);

/** A voice of level n is a sine whose absolute samples have the mean n. */
const amplitudeOf = (level: number): number => Math.min(LOUDEST, Math.round((level * Math.PI) / 2));

/** Voices of those who have no port: tones while they talk. */
export class ScriptedVoices {
  readonly #voices = new Map<number, Voice>();
  #speaking: readonly Caller[] = [];

  /** Looks who talks; to be called when the room has changed. */
  look(room: Room): void {
    this.#speaking = room.members.filter(
      (member): member is Caller =>
        member.type === "caller" &&
        !member.measured &&
        member.voice > 0 &&
        contributes(member, room),
    );
    const ids = new Set(this.#speaking.map(({ id }) => id));
    for (const id of this.#voices.keys()) if (!ids.has(id)) this.#voices.delete(id);
    for (const id of ids) if (!this.#voices.has(id)) this.#voices.set(id, new Voice());
  }

  speak(room: Room, listens: boolean): void {
    const { rate } = room.profile;
    for (const { id, voice } of this.#speaking) {
      const tone = listens ? steadyTone(rate, toneOf(id), amplitudeOf(voice)) : undefined;
      this.#voices.get(id)?.say(tone, rate);
    }
  }

  /** Who talks, with its voice. */
  *entries(): Iterable<readonly [Caller, Voice]> {
    for (const caller of this.#speaking) {
      const voice = this.#voices.get(caller.id);
      if (voice) yield [caller, voice];
    }
  }
}
