import type { EventSource, Header } from "../core/index.js";
import { memberHeaders, roomHeaders } from "./headers.js";
import { findCaller } from "./rooms.js";
import { type Action, SOURCES, SUPPRESSED_BY } from "./sources.js";
import type { Caller, LeaveReason, Room, SoundFacts } from "./types.js";

/** An event of the room, ready to be fired; presence gets its counter from the host. */
export type Emission =
  | {
      readonly kind: "maintenance";
      readonly headers: readonly Header[];
      readonly source: EventSource;
    }
  | { readonly kind: "presence"; readonly room: Room };

/** What a command wants done outside the state. */
export type Effect =
  | {
      readonly type: "leave";
      readonly memberId: number;
      readonly reason: LeaveReason;
      /** What a kicked caller hears instead of the profile's sound. */
      readonly sound?: string;
    }
  | { readonly type: "transfer"; readonly memberId: number; readonly target: string }
  | { readonly type: "dialplan"; readonly memberId: number; readonly target: string }
  | { readonly type: "indicate"; readonly memberId: number; readonly sound: string }
  | { readonly type: "schedule-file"; readonly fileId: number; readonly afterMs: number }
  | { readonly type: "record"; readonly path: string; readonly automatic: boolean }
  | { readonly type: "record-pause"; readonly path: string; readonly paused: boolean }
  | { readonly type: "record-stop"; readonly path: string }
  | { readonly type: "dial"; readonly jobUuid: string }
  | { readonly type: "destroy" };

/** What a command may look at beside the room. */
export interface Surroundings {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Facts of a playable sound file; undefined where there is none. */
  probe(path: string): SoundFacts | undefined;
  newUuid(): string;
}

export interface Outcome {
  readonly room: Room;
  readonly emissions: readonly Emission[];
  readonly effects: readonly Effect[];
  readonly reply: string;
}

/**
 * One step of a room: collects the new state, the events with the state they saw, effects and the reply text.
 * The only thing that changes is the turn itself; what goes in and out are values.
 */
export class Turn {
  readonly emissions: Emission[] = [];
  readonly effects: Effect[] = [];
  readonly now: number;
  #reply = "";

  constructor(
    public room: Room,
    readonly surroundings: Surroundings,
  ) {
    this.now = surroundings.now;
  }

  write(text: string): void {
    this.#reply += text;
  }

  outcome(): Outcome {
    const { room, emissions, effects } = this;
    return { room, emissions, effects, reply: this.#reply };
  }

  update(patch: Partial<Room>): void {
    this.room = { ...this.room, ...patch };
  }

  caller(id: number): Caller | undefined {
    return findCaller(this.room, id);
  }

  /** Changes a caller and gives the new value. */
  change(id: number, patch: Partial<Caller>): Caller | undefined {
    let changed: Caller | undefined;
    const members = this.room.members.map((member) => {
      if (member.id !== id || member.type !== "caller") return member;
      changed = { ...member, ...patch };
      return changed;
    });
    if (changed) this.update({ members });
    return changed;
  }

  effect(effect: Effect): void {
    this.effects.push(effect);
  }

  /** A room event: room data, `before`, the action, `after`. */
  fire(action: Action, after: readonly Header[] = [], before: readonly Header[] = []): void {
    if (this.isSuppressed(action)) return;
    const headers = [...roomHeaders(this.room), ...before, ["Action", action] as const, ...after];
    this.emit(headers, SOURCES[action]);
  }

  /** A member event: member data, `before`, the action, `after`. */
  fireMember(
    action: Action,
    id: number,
    after: readonly Header[] = [],
    before: readonly Header[] = [],
  ): void {
    if (this.isSuppressed(action)) return;
    const headers = this.dataOf(id);
    headers.push(...before, ["Action", action], ...after);
    this.emit(headers, SOURCES[action]);
  }

  /** Member data of a caller, also of one that is leaving. */
  dataOf(id: number): Header[] {
    const member = this.room.members.find((candidate) => candidate.id === id);
    return member?.type === "caller" ? memberHeaders(this.room, member) : [];
  }

  roomData(): readonly Header[] {
    return roomHeaders(this.room);
  }

  emit(headers: readonly Header[], source: EventSource): void {
    this.emissions.push({ kind: "maintenance", headers, source });
  }

  presence(): void {
    this.emissions.push({ kind: "presence", room: this.room });
  }

  isSuppressed(action: Action): boolean {
    const name = SUPPRESSED_BY[action];
    return name !== undefined && this.room.profile.suppressed.has(name);
  }
}

/** Runs one step from a room to the next. */
export function takeTurn(
  room: Room,
  surroundings: Surroundings,
  step: (turn: Turn) => void,
): Outcome {
  const turn = new Turn(room, surroundings);
  step(turn);
  return turn.outcome();
}
