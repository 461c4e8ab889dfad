import type { EslEvent } from "@parley/esl";
import type { ConferenceListing, MemberListing } from "../../packages/server/src/switch/index.js";
import { type ScriptedMember, SwitchEvents } from "./switch-events.js";

interface ModelMember {
  readonly id: string;
  readonly number: string;
  readonly moderator: boolean;
  speak: boolean;
  hear: boolean;
  hold: boolean;
  talking: boolean;
}

interface ModelConference {
  readonly name: string;
  readonly uuid: string;
  readonly members: ModelMember[];
  locked: boolean;
  floor: string | undefined;
  readonly recordings: Map<string, "running" | "paused">;
}

export const ACTIONS = [
  "join",
  "leave",
  "mute",
  "unmute",
  "deaf",
  "undeaf",
  "hold",
  "unhold",
  "talk",
  "silence",
  "floor",
  "lock",
  "unlock",
  "record",
  "pause",
  "resume",
  "stop",
] as const;
export type Action = (typeof ACTIONS)[number];

export interface ModelStep {
  readonly action: Action;
  readonly conference: number;
  readonly member: number;
}

/** What mod_conference does to its own state and what it says about it, as far as the live state knows of it. */
export class ModelSwitch {
  readonly #events = new SwitchEvents();
  readonly #running = new Map<number, ModelConference>();
  #nextUuid = 1;
  #nextMember = 1;

  /** Carries out a step; the events that a real switch would fire. */
  do({ action, conference: place, member: index }: ModelStep): EslEvent[] {
    if (action === "join") return this.#join(place);
    const room = this.#running.get(place);
    if (!room) return [];
    const member = room.members[index % Math.max(room.members.length, 1)];
    return [
      ...this.#roomAction(room, action),
      ...(member ? this.#memberAction(room, member, action, place) : []),
    ];
  }

  listings(): ConferenceListing[] {
    return [...this.#running.values()].map((room) => ({
      uuid: room.uuid,
      name: room.name,
      profile: "16kHz-novideo",
      locked: room.locked,
      runSeconds: 0,
      members: room.members.map((each) => listing(each, room.floor === each.id)),
      recordings: [...room.recordings].map(([path, status]) => ({ path, status })),
    }));
  }

  #join(place: number): EslEvent[] {
    const known = this.#running.get(place);
    const room: ModelConference = known ?? {
      // Places share two names, so that one name is used by several conferences at the same time.
      name: `room ${place % 2}`,
      uuid: `uuid-${this.#nextUuid++}`,
      members: [],
      locked: false,
      floor: undefined,
      recordings: new Map(),
    };
    this.#running.set(place, room);
    const id = String(this.#nextMember++);
    const member = {
      id,
      number: `2000${id}`,
      moderator: Number(id) % 2 === 0,
      speak: Number(id) % 3 !== 0,
      hear: true,
      hold: false,
      talking: false,
    };
    room.members.push(member);
    const created = known ? [] : [this.#events.room(room, "conference-create", [], 0)];
    return [...created, this.#tell(room, "add-member", member)];
  }

  #roomAction(room: ModelConference, action: Action): EslEvent[] {
    if (action === "lock" || action === "unlock") {
      room.locked = action === "lock";
      return [this.#events.room(room, action)];
    }
    const path = `/rec/${room.uuid}.wav`;
    const status = room.recordings.get(path);
    const tell = (name: string) => [this.#events.room(room, name, [["Path", path]])];
    if (action === "record" && !status) {
      room.recordings.set(path, "running");
      return tell("start-recording");
    }
    if (action === "stop" && status) {
      room.recordings.delete(path);
      return tell("stop-recording");
    }
    if ((action === "pause" || action === "resume") && status) {
      room.recordings.set(path, action === "pause" ? "paused" : "running");
      return tell(`${action}-recording`);
    }
    return [];
  }

  #memberAction(
    room: ModelConference,
    member: ModelMember,
    action: Action,
    place: number,
  ): EslEvent[] {
    switch (action) {
      case "leave":
        return this.#leave(room, member, place);
      case "floor":
        room.floor = member.id;
        return [this.#events.floor(room, member.id)];
      case "mute":
      case "unmute":
        member.speak = action === "unmute";
        member.talking = false;
        return [this.#tell(room, `${action}-member`, member)];
      case "deaf":
      case "undeaf":
        member.hear = action === "undeaf";
        return [this.#tell(room, `${action}-member`, member)];
      case "hold":
      case "unhold":
        member.hold = action === "hold";
        member.talking = false;
        return [this.#tell(room, `${action}-member`, member)];
      case "talk":
        if (!member.speak || member.hold) return [];
        member.talking = true;
        return [this.#tell(room, "start-talking", member)];
      case "silence":
        member.talking = false;
        return [this.#tell(room, "stop-talking", member)];
      default:
        return [];
    }
  }

  #leave(room: ModelConference, member: ModelMember, place: number): EslEvent[] {
    room.members.splice(room.members.indexOf(member), 1);
    const events: EslEvent[] = [];
    if (room.floor === member.id) {
      room.floor = undefined;
      events.push(this.#events.floor(room, "none"));
    }
    events.push(this.#tell(room, "del-member", member));
    if (room.members.length > 0) return events;
    this.#running.delete(place);
    return [...events, this.#events.room(room, "conference-destroy", [], 0)];
  }

  #tell(room: ModelConference, action: string, member: ScriptedMember): EslEvent {
    return this.#events.member(room, action, member, [], room.members.length);
  }
}

function listing(member: ModelMember, hasFloor: boolean): MemberListing {
  return {
    id: member.id,
    uuid: `channel-${member.id}`,
    name: member.number,
    number: member.number,
    // The listing shows nothing of a held member's flags (conference_api.c).
    canHear: member.hear && !member.hold,
    canSpeak: member.speak && !member.hold,
    hold: member.hold,
    talking: member.talking,
    hasVideo: false,
    hasFloor,
    isModerator: member.moderator,
    joinedSecondsAgo: 0,
    energy: 0,
    volumeIn: 0,
    volumeOut: 0,
  };
}
