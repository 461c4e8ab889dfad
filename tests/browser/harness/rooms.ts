import { EslError } from "@parley/esl";
import { until } from "../../phones/harness/processes.js";
import type { Site } from "./site.js";
import type { Entered } from "./switches.js";

/** A caller as the switch has it. */
export interface SwitchMember {
  readonly type: "caller" | "recording_node";
  readonly id: number;
  readonly caller_id_name: string;
  readonly caller_id_number: string;
  readonly energy: number;
  readonly volume_in: number;
  readonly volume_out: number;
  readonly status?: "paused";
  readonly record_path?: string;
  readonly flags: {
    readonly can_hear: boolean;
    readonly can_speak: boolean;
    readonly has_floor: boolean;
    readonly hold: boolean;
  };
}

/** A running conference as the switch has it. */
export interface SwitchRoom {
  readonly conference_name: string;
  readonly conference_uuid: string;
  readonly locked: boolean;
  readonly recording: boolean;
  readonly members: readonly SwitchMember[];
}

/** What the switch itself says of its conferences. */
export class Rooms {
  constructor(private readonly site: Site) {}

  async find(name: string): Promise<SwitchRoom | undefined> {
    const rooms = JSON.parse(await this.site.control.api("conference json_list")) as SwitchRoom[];
    return rooms.find((room) => room.conference_name === name);
  }

  /** Resolves when the switch has a conference in a certain state. */
  async until(
    what: string,
    name: string,
    fits: (room: SwitchRoom) => boolean,
  ): Promise<SwitchRoom> {
    let found: SwitchRoom | undefined;
    await until(`${name}: ${what}`, async () => {
      found = await this.find(name);
      return found !== undefined && fits(found);
    });
    return found as SwitchRoom;
  }

  /** The same for one caller in it. */
  async untilMember(
    what: string,
    [name, number]: readonly [room: string, number: string],
    fits: (member: SwitchMember) => boolean,
  ): Promise<void> {
    await this.until(`${number} ${what}`, name, (room) => {
      const member = room.members.find((each) => each.caller_id_number === number);
      return member !== undefined && fits(member);
    });
  }

  async untilGone(name: string): Promise<void> {
    await until(`${name} to end`, async () => (await this.find(name)) === undefined);
  }

  /** Ends every call there is. */
  async empty(): Promise<void> {
    const { control } = this.site;
    await until("the switch to be without calls", async () => {
      try {
        await control.api("hupall", 1000);
        return (await control.api("show calls count", 1000)).includes("0 total");
      } catch (error) {
        if (error instanceof EslError) return false;
        throw error;
      }
    });
  }

  /** Numbers of those in it. */
  async numbers(name: string): Promise<string[]> {
    const members = (await this.find(name))?.members ?? [];
    return members.filter(({ type }) => type === "caller").map((each) => each.caller_id_number);
  }

  /** Somebody dials a conference's number. */
  enter(destination: string, number: string, name: string, flags = ""): Promise<Entered> {
    const { at, control } = this.site;
    return at.enter(control, { destination, number, name, flags });
  }
}
