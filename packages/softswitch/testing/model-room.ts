import { splitArguments } from "../src/conference/arguments.js";
import { dispatch } from "../src/conference/commands/dispatch.js";
import { type MemberFlags, memberFlags } from "../src/conference/flags.js";
import { join, leave, observe, speak } from "../src/conference/members.js";
import { readProfile } from "../src/conference/profile.js";
import { createRoom } from "../src/conference/rooms.js";
import { type Emission, type Outcome, type Turn, takeTurn } from "../src/conference/turn.js";
import type { MemberChannel, Room, SoundFacts } from "../src/conference/types.js";

function testChannel(number: string, variables: Record<string, string>): MemberChannel {
  return {
    uuid: `uuid-${number}`,
    name: `sofia/internal/${number}@test`,
    callerIdName: `Name ${number}`,
    callerIdNumber: number,
    direction: "inbound",
    hasVideo: false,
    headers: () => [["Unique-ID", `uuid-${number}`]],
    variableHeaders: () => [["variable_number", number]],
    getVariable: (name) => (name === "uuid" ? `uuid-${number}` : variables[name]),
    setVariable: () => {},
    expand: (text) => text,
    answer: () => {},
    setConferenceAudio: () => {},
    hangup: () => {},
    leftConference: () => {},
  };
}

/** One told event: its action and a look at its headers. */
export interface ToldEvent {
  readonly action: string;
  get(name: string): string | undefined;
  all(name: string): readonly string[];
}

function told(emission: Emission): ToldEvent {
  const headers =
    emission.kind === "presence" ? [["Action", "(presence)"] as const] : emission.headers;
  const all = (name: string) => headers.filter(([key]) => key === name).map(([, value]) => value);
  const get = (name: string) => all(name).at(-1);
  return { action: get("Action") ?? "", get, all };
}

/** A room without a switch: each step is taken on the value the last one left. */
export class ModelRoom {
  room: Room;
  now = 1_800_000_000_000;
  files: Record<string, SoundFacts> = {};
  effects: Outcome["effects"] = [];
  #nextId = 0;

  constructor(params: Record<string, string> = {}, flags = "") {
    this.room = createRoom({
      uuid: "room-uuid",
      name: "room",
      profileName: "test",
      profile: readProfile({ name: "test", params }),
      domain: "test",
      flags,
      soundPrefix: "/sounds",
      maxMembers: undefined,
      endGraceTime: undefined,
      variables: new Map(),
      now: this.now,
    });
  }

  step(work: (turn: Turn) => void): { reply: string; events: ToldEvent[] } {
    const surroundings = {
      now: this.now,
      probe: (path: string) => this.files[path],
      newUuid: () => "new-uuid",
    };
    const outcome = takeTurn(this.room, surroundings, work);
    this.room = outcome.room;
    this.effects = outcome.effects;
    return { reply: outcome.reply, events: outcome.emissions.map(told) };
  }

  /** Somebody joins; gives the new member's id. */
  join(flags = "", variables: Record<string, string> = {}): number {
    this.#nextId += 1;
    const id = this.#nextId;
    const given: MemberFlags = memberFlags(this.room.profile.memberFlags, flags);
    const channel = testChannel(String(1000 + id), variables);
    this.step((turn) => join(turn, { id, channel, flags: given, voice: 0 }));
    return id;
  }

  /** `conference room <line>`. */
  command(line: string): { reply: string; events: ToldEvent[] } {
    return this.step((turn) => dispatch(turn, splitArguments(`room ${line}`), `room ${line}`));
  }

  leave(id: number): ToldEvent[] {
    return this.step((turn) => leave(turn, id)).events;
  }

  speak(id: number, level: number): void {
    this.step((turn) => speak(turn, id, level));
  }

  observe(): ToldEvent[] {
    return this.step(observe).events;
  }
}
