import type { AudioClock } from "../src/audio/index.js";
import {
  type Conferences,
  installConferences,
  type JoinOptions,
  type Seat,
} from "../src/conference/index.js";
import type { MemberChannel } from "../src/conference/types.js";
import { createCore, type SwitchCore, type SwitchEvent, type Tree } from "../src/core/index.js";
import { FakePort } from "./fake-port.js";

const nothing = (): undefined => undefined;

/** A tree that holds one conference profile for every name. */
function treeOf(params: Record<string, string>): Tree {
  const root = { name: "document", attributes: {}, children: [], text: "" };
  return {
    root,
    generation: 1,
    reload: () => "Success",
    section: nothing,
    locate: nothing,
    locateText: nothing,
    directoryUser: nothing,
    domains: [],
    conferenceProfile: (name) => ({ name, params }),
    controls: nothing,
    dialplanContext: nothing,
  };
}

/** How a channel left its room. */
export interface Farewell {
  readonly reason: string;
  readonly sound: string | undefined;
}

export interface Sitting {
  readonly id: number;
  readonly port: FakePort;
  readonly seat: Seat;
  readonly left: Farewell[];
}

/** Rooms of the real conference code over callers that are ports without wires. */
export class SoundingRooms {
  readonly core: SwitchCore;
  readonly conferences: Conferences;
  readonly events: SwitchEvent[] = [];
  #callers = 0;

  constructor(params: Record<string, string> = {}, clock?: AudioClock) {
    this.core = createCore({ tree: () => treeOf({ rate: "8000", ...params }) });
    this.core.on("event", (event) => this.events.push(event));
    this.conferences = installConferences(this.core, { clock });
  }

  /** A caller with a port of its own rate. */
  join(rate = 8000, flags = "", options: JoinOptions = {}): Sitting {
    const port = new FakePort(rate);
    return { ...this.seat(flags, { audio: port, ...options }), port };
  }

  /** A caller with whatever ports; none makes a scripted one. */
  seat(flags: string, options: JoinOptions): Omit<Sitting, "port"> {
    const left: Farewell[] = [];
    const channel = this.#channel(left);
    const data = `room@test${flags ? `+flags{${flags}}` : ""}`;
    const result = this.conferences.join(channel, data, options);
    if (result.outcome !== "joined") throw new Error(`Not joined: ${result.outcome}`);
    return { id: result.seat.memberId, seat: result.seat, left };
  }

  command(line: string): string {
    return String(this.core.api.run(`conference room ${line}`));
  }

  /** Actions of the conference events so far, with the member they are about. */
  get actions(): string[] {
    const own = this.events.filter(({ name }) => name === "CUSTOM");
    return own.map((event) =>
      `${header(event, "Action")} ${header(event, "Member-ID") ?? ""}`.trim(),
    );
  }

  last(action: string): SwitchEvent | undefined {
    return this.events.findLast((event) => header(event, "Action") === action);
  }

  #channel(left: Farewell[]): MemberChannel {
    this.#callers += 1;
    const number = String(1000 + this.#callers);
    return {
      uuid: `uuid-${number}`,
      name: `test/${number}`,
      callerIdName: `Name ${number}`,
      callerIdNumber: number,
      direction: "inbound",
      hasVideo: false,
      headers: () => [["Unique-ID", `uuid-${number}`]],
      variableHeaders: () => [],
      getVariable: nothing,
      setVariable: () => {},
      expand: (text) => text,
      answer: () => {},
      setConferenceAudio: () => {},
      hangup: () => {},
      leftConference: (reason, _target, sound) => left.push({ reason, sound }),
    };
  }
}

export const header = (event: SwitchEvent | undefined, name: string): string | undefined =>
  event?.headers.findLast(([key]) => key === name)?.[1];
