import { type AudioClock, type AudioPort, createClock, probeSound } from "../audio/index.js";
import type { SwitchCore } from "../core/index.js";
import { type ConferenceRequest, parseConferenceRequest } from "./application-data.js";
import { splitArguments } from "./arguments.js";
import { type Barred, passBarrier } from "./barrier.js";
import { dispatch, help, overview } from "./commands/dispatch.js";
import { type ConferenceDialer, dialReply, dialResultHeaders, readDialWish } from "./dialling.js";
import { isJoinOnly, memberFlags } from "./flags.js";
import { listJson } from "./list-json.js";
import { listRooms } from "./list-text.js";
import { listXml } from "./list-xml.js";
import { readProfile } from "./profile.js";
import { type Hosting, RoomHost } from "./room-host.js";
import { createRoom } from "./rooms.js";
import { Soon } from "./soon.js";
import { SOURCES } from "./sources.js";
import type { LeaveReason, MemberChannel, Room } from "./types.js";
import type { VideoPort } from "./video-port.js";

/** A caller's place in a room. */
export interface Seat {
  readonly memberId: number;
  readonly conference: string;
  /** A digit goes to the caller-controls. */
  press(digit: string): void;
  /** What the microphone of a scripted caller gives: a level, 0 for silence. A caller with a port is measured. */
  speak(level: number): void;
  leave(reason: LeaveReason): void;
}

export type JoinResult = { readonly outcome: "joined"; readonly seat: Seat } | Barred;

export interface JoinOptions {
  /** Level of the microphone at once, 0 when absent. */
  readonly voice?: number;
  readonly pin?: string | undefined;
  /**
   * The caller's sound: read and written by the room once per tick from the next tick on, until the caller has left
   * (`leftConference` or `leave` means: the port is free). Absent: a scripted caller, whose `voice` is all there is.
   */
  readonly audio?: AudioPort | undefined;
  /** The caller's video, forwarded while it has the floor. Let go with the seat, like the sound. */
  readonly video?: VideoPort | undefined;
}

/** All rooms of the switch, and the `conference` API. */
export interface Conferences {
  /** What the dialplan application `conference` does with its data `name@profile+pin+flags{…}`. */
  join(channel: MemberChannel, data: string, options?: JoinOptions): JoinResult;
  /** The live rooms, newest first: values that do not change any more. */
  rooms(): readonly Room[];
  /** From now on rooms can call people (`dial`, `bgdial`). */
  dialWith(dialer: ConferenceDialer): void;
  /** Forgets all rooms and their timers; recordings are closed. */
  stop(): void;
}

export interface ConferenceOptions {
  readonly now?: () => number;
  /** The switch's ticker; an own one when absent. */
  readonly clock?: AudioClock | undefined;
}

/** Registers the `conference` API at the core and gives the rooms. */
export function installConferences(core: SwitchCore, options: ConferenceOptions = {}): Conferences {
  const clock = options.clock ?? createClock({ onError: (error) => report(core, error) });
  const rooms = new ConferenceRooms(core, options.now ?? Date.now, clock);
  core.api.register("conference", (line) => rooms.command(line), {
    syntax: help(),
    description: "Conference module commands",
    module: "mod_conference",
  });
  return rooms;
}

const report = (core: SwitchCore, error: unknown): void =>
  core.log("err", `Conference: ${String(error)}`);

class ConferenceRooms implements Conferences {
  readonly #hosts = new Map<string, RoomHost>();
  readonly #soon: Soon;
  readonly #hosting: Hosting;
  #presence = 0;
  #dialer: ConferenceDialer | undefined;

  constructor(
    readonly core: SwitchCore,
    now: () => number,
    clock: AudioClock,
  ) {
    this.#soon = new Soon((error) => report(core, error));
    this.#hosting = {
      core,
      soon: this.#soon,
      now,
      clock,
      probe: probeSound,
      nextPresence: () => this.#presence++,
      ended: (host) => this.#forget(host),
    };
  }

  rooms(): readonly Room[] {
    return [...this.#hosts.values()].map((host) => host.room).reverse();
  }

  stop(): void {
    this.#soon.stop();
    for (const host of this.#hosts.values()) host.close();
    this.#hosts.clear();
  }

  /** The `conference` API; an empty text is an answer as well. */
  command(line: string): string | Promise<string> {
    const argv = splitArguments(line);
    const [name, second] = argv;
    if (name === undefined) return overview();
    const dials = ["dial", "bgdial"].includes(second?.toLowerCase() ?? "") && argv.length > 2;
    if (dials && this.#dialer) return this.#dial(argv, this.#dialer);
    const host = this.#hosts.get(name);
    if (host) {
      if (second === undefined) return "Conference command, not specified.\nTry 'help'\n";
      return host.change((turn) => dispatch(turn, argv, line));
    }
    return this.#withoutRoom(argv);
  }

  dialWith(dialer: ConferenceDialer): void {
    this.#dialer = dialer;
  }

  /** Calls somebody into a room: `dial` answers with the outcome, `bgdial` at once and by an event of the room. */
  #dial(argv: readonly string[], dialer: ConferenceDialer): string | Promise<string> {
    const host = this.#hosts.get(argv[0] ?? "");
    const outcome = dialer(readDialWish(argv, host?.room));
    if (argv[1]?.toLowerCase() === "dial") {
      return outcome.then((result) => {
        this.#soon.run(() => result.enter());
        return dialReply(result.cause);
      });
    }
    const jobUuid = this.core.newUuid();
    void outcome.then((result) => {
      if (host && !host.room.destruct) {
        host.step((turn) => turn.fire("bgdial-result", dialResultHeaders(result, jobUuid)));
      }
      result.enter();
    });
    return `+OK Job-UUID: ${jobUuid}\n`;
  }

  join(channel: MemberChannel, data: string, options: JoinOptions = {}): JoinResult {
    const request = parseConferenceRequest(data);
    const flags = channel.getVariable("conference_member_flags") ?? request.flags ?? "";
    const found = this.#find(request.name);
    if (!found && isJoinOnly(flags)) return this.#refuseJoinOnly(channel, request);
    const room = found?.room ?? this.#plan(channel, request, flags);
    channel.answer();
    const barrier = passBarrier(room, channel, request, options.pin);
    if (barrier !== "pass" && barrier !== "moderator") return barrier;
    const host = found ?? this.#open(room);
    const seat = this.#seat(host, channel, flags, barrier === "moderator", options);
    return { outcome: "joined", seat };
  }

  #withoutRoom(argv: readonly string[]): string {
    const [name = "", second] = argv;
    const now = this.#hosting.now();
    switch (name.toLowerCase()) {
      case "list":
        return listRooms(this.rooms(), argv.slice(1));
      case "count":
        return String(this.#hosts.size);
      case "xml_list":
        return listXml(this.rooms(), now);
      case "json_list":
        return listJson(this.rooms(), now, argv.length === 2 && second === "compact");
      case "help":
      case "commands":
        return help();
    }
    if (second?.toLowerCase() === "dial" && argv.length > 2) {
      return "+OK Call Requested: result: [NO_ROUTE_DESTINATION]\n";
    }
    if (second?.toLowerCase() === "bgdial" && argv.length > 2) {
      return `+OK Job-UUID: ${this.core.newUuid()}\n`;
    }
    return `-ERR Conference ${name} not found\n`;
  }

  /** A room on its last legs is cleared away, so that its name can live again. */
  #find(name: string): RoomHost | undefined {
    const host = this.#hosts.get(name);
    if (!host?.room.destruct) return host;
    host.destroy();
    return undefined;
  }

  /** The room as it will be if the first caller may come in. */
  #plan(channel: MemberChannel, request: ConferenceRequest, flags: string): Room {
    const record = this.core.tree.conferenceProfile(request.profile);
    const number = (name: string): number | undefined => {
      const value = Number.parseInt(channel.getVariable(name) ?? "", 10);
      return value >= 0 ? value : undefined;
    };
    return createRoom({
      uuid: this.core.newUuid(),
      name: request.name,
      profileName: record ? request.profile : "none",
      profile: readProfile(record),
      domain: channel.getVariable("domain_name") ?? "cluecon.com",
      flags,
      soundPrefix: channel.getVariable("sound_prefix"),
      maxMembers: number("conference_max_members"),
      endGraceTime: number("conference_endconference_grace_time"),
      variables: new Map(),
      now: this.#hosting.now(),
    });
  }

  #open(room: Room): RoomHost {
    const host = new RoomHost(this.#hosting, room);
    this.#hosts.set(room.name, host);
    return host;
  }

  #refuseJoinOnly(channel: MemberChannel, request: ConferenceRequest): JoinResult {
    this.core.fire("CUSTOM", {
      subclass: "conference::maintenance",
      source: SOURCES["rejected-join-only"],
      headers: [
        ...channel.headers(),
        ["Conference-Name", request.name],
        ["Conference-Profile-Name", request.profile],
        ["Action", "rejected-join-only"],
      ],
    });
    return { outcome: "refused", reason: "join-only" };
  }

  #seat(
    host: RoomHost,
    channel: MemberChannel,
    callFlags: string,
    byPin: boolean,
    { audio, video, voice = 0 }: JoinOptions,
  ): Seat {
    const { room } = host;
    channel.setVariable("conference_name", room.name);
    channel.setVariable("app_session_uuid", room.uuid);
    const id = this.core.nextMemberId();
    const given = memberFlags(room.profile.memberFlags, callFlags);
    const flags = byPin ? { ...given, moderator: true } : given;
    channel.setVariable("conference_member_id", String(id));
    channel.setConferenceAudio(room.profile.rate);
    channel.setVariable("conference_member_id", String(id));
    channel.setVariable("conference_moderator", String(flags.moderator));
    channel.setVariable("conference_ghost", String(flags.ghost));
    channel.setVariable("conference_recording", room.recordFilename);
    channel.setVariable("conference_uuid", room.uuid);
    channel.setVariable(
      "conference_call_key",
      `conference_${room.name}_${room.domain}_${channel.callerIdNumber}`,
    );
    host.join({ id, channel, flags, voice: audio ? 0 : voice }, { audio, video });
    return {
      memberId: id,
      conference: room.name,
      press: (digit) => host.press(id, digit),
      speak: (level) => {
        if (!audio) host.speak(id, level);
      },
      leave: (reason) => host.depart(id, { reason }),
    };
  }

  #forget(host: RoomHost): void {
    if (this.#hosts.get(host.room.name) === host) this.#hosts.delete(host.room.name);
  }
}
