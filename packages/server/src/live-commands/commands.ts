import {
  type ChatMessage,
  type ConferenceCommand,
  type LiveConferenceV2,
  type MemberCommand,
  may,
  type ProblemCode,
} from "@parley/protocol";
import type { Account } from "../accounts/index.js";
import type { ContextTable } from "../config/index.js";
import type { LiveNotes } from "../live-notes/index.js";
import type {
  ConferenceControl,
  LiveConference,
  LiveMember,
  LiveStateRoom,
} from "../live-state/index.js";
import { type ConferenceCommands, SwitchRefusedError } from "../switch/index.js";
import { checkUserName } from "../values/index.js";
import type { User, XmlState } from "../xml-state/index.js";
import { liveConferenceV2, roleOfLive, type ViewFactsV2 } from "./view.js";

/** It may not or cannot be done; nothing was sent to the switch. */
export class LiveCommandError extends Error {
  override readonly name = "LiveCommandError";
  constructor(
    readonly code: Extract<ProblemCode, "forbidden" | "not found" | "invalid" | "refused">,
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }
}

export interface LiveCommandsOptions {
  readonly switch: { conference(name: string): ConferenceCommands };
  readonly control: Pick<ConferenceControl, "exec" | "memberExec">;
  readonly live: Pick<LiveStateRoom, "current">;
  readonly notes: LiveNotes;
  readonly stories: ViewFactsV2["stories"];
  readonly xmlState: () => XmlState;
  readonly contexts: ContextTable;
  /** Names of sounds that may be played, each with the file it stands for. */
  readonly prompts: () => ReadonlyMap<string, string>;
}

/**
 * What may be asked of live conferences by v2, over REST and WebSocket alike. Every method resolves when the switch
 * has done it and rejects with LiveCommandError, ControlRefusedError or an error of the switch room.
 */
export interface LiveCommands {
  list(account: Account<User>): LiveConferenceV2[];
  read(account: Account<User>, id: string): LiveConferenceV2;
  conference(account: Account<User>, id: string, command: ConferenceCommand): Promise<void>;
  member(
    account: Account<User>,
    id: string,
    memberId: string,
    command: MemberCommand,
  ): Promise<void>;
  messages(account: Account<User>, id: string): readonly ChatMessage[];
  say(account: Account<User>, id: string, text: string): ChatMessage;
}

export function createLiveCommands(options: LiveCommandsOptions): LiveCommands {
  return new Commands(options);
}

/** What everybody may ask of the member that carries one's own number. */
const OWN = new Set(["mute", "unmute", "raiseHand", "lowerHand", "kick"]);

const V1_CALLS = {
  lock: "lock",
  unlock: "unlock",
  kickAll: "kickall",
  startRecording: "startrec",
  pauseRecording: "pauserec",
  resumeRecording: "resumerec",
  stopRecording: "stoprec",
} as const;

const FLOOR_TRIES = 5;

/** Who has the floor, by a refusal that says so. */
function holderIn(error: unknown): string | undefined {
  if (!(error instanceof SwitchRefusedError)) return undefined;
  return /floor is held by (\d+)/.exec(error.reply)?.[1];
}

class Commands implements LiveCommands {
  readonly #rooms: LiveCommandsOptions;

  constructor(options: LiveCommandsOptions) {
    this.#rooms = options;
  }

  list({ role }: Account<User>): LiveConferenceV2[] {
    const facts = this.#facts();
    return [...this.#rooms.live.current.conferences.values()]
      .filter((each) => may(role, "live.watch", roleOfLive(each, facts)))
      .map((each) => liveConferenceV2(each, facts, role));
  }

  read(account: Account<User>, id: string): LiveConferenceV2 {
    return liveConferenceV2(this.#watched(account, id), this.#facts(), account.role);
  }

  async conference(account: Account<User>, id: string, command: ConferenceCommand): Promise<void> {
    const conference = this.#watched(account, id);
    this.#assertControl(account, conference);
    const commands = this.#rooms.switch.conference(conference.name);
    switch (command.command) {
      case "play":
        return commands.play(this.#promptFile(command.prompt));
      case "stopPlaying":
        return commands.stopPlaying();
      // Whoever leads goes on speaking; v1 and its keys mute everybody.
      case "muteAll":
        return commands.muteParticipants();
      case "unmuteAll":
        return commands.unmuteAll();
      default:
        return this.#rooms.control.exec(conference, V1_CALLS[command.command], {
          kind: "user",
          id: account.user.id,
          name: account.user.name,
        });
    }
  }

  async member(
    account: Account<User>,
    id: string,
    memberId: string,
    command: MemberCommand,
  ): Promise<void> {
    const conference = this.#watched(account, id);
    const member = conference.members.get(memberId);
    const own = member?.number === account.user.id && OWN.has(command.command);
    if (!own) this.#assertControl(account, conference);
    if (!member) throw new LiveCommandError("not found", `no member ${memberId}`, "member");
    if (own && command.command === "unmute" && member.hold)
      throw new LiveCommandError("refused", "the call is on hold");
    return this.#perform(account, conference, member, command);
  }

  messages(account: Account<User>, id: string): readonly ChatMessage[] {
    return this.#rooms.notes.messages(this.#watched(account, id).key);
  }

  say(account: Account<User>, id: string, text: string): ChatMessage {
    const { key } = this.#watched(account, id);
    const { user } = account;
    return this.#rooms.notes.say(key, { id: user.id, name: user.name }, text);
  }

  async #perform(
    account: Account<User>,
    conference: LiveConference,
    { id }: LiveMember,
    command: MemberCommand,
  ): Promise<void> {
    const { notes, control } = this.#rooms;
    const commands = this.#rooms.switch.conference(conference.name);
    switch (command.command) {
      case "mute":
      case "unmute":
      case "kick":
        return control.memberExec(conference, id, command.command);
      case "deaf":
      case "undeaf":
        return commands[command.command](id);
      case "floor":
        return this.#giveFloor(conference, id);
      case "volumeIn":
      case "volumeOut":
      case "energy":
        return commands[command.command](id, command.level);
      case "raiseHand":
      case "lowerHand":
        return notes.note(conference.key, id, { handRaised: command.command === "raiseHand" });
      case "rename":
        checkUserName(command.name);
        return notes.note(conference.key, id, { name: command.name });
      case "transfer":
        return commands.transfer(id, this.#transferTarget(account, command.conference));
    }
  }

  /**
   * mod_conference cannot hand the floor on: `floor` frees it of its holder and refuses everybody else meanwhile, and a
   * free one is taken by whoever comes first within 20 ms. So both are asked at once, and again if somebody was quicker.
   */
  async #giveFloor({ name, floor }: LiveConference, id: string): Promise<void> {
    const commands = this.#rooms.switch.conference(name);
    let holder = floor;
    for (let tries = 1; holder !== id; tries += 1) {
      const freed = holder === undefined ? undefined : commands.floor(holder);
      const [, given] = await Promise.allSettled([freed, commands.floor(id)]);
      if (given.status === "fulfilled") return;
      holder = holderIn(given.reason);
      if (holder === undefined || tries === FLOOR_TRIES) throw given.reason;
    }
  }

  /** Into a conference that one may control as well, with the profile of its own dialplan entry. */
  #transferTarget(account: Account<User>, number: string): string {
    const facts = this.#facts();
    const target = facts.xmlState.conferenceByNumber(number);
    const role = target && this.#roleOf(target.context);
    if (!target || !may(account.role, "live.control", role))
      throw new LiveCommandError("not found", `no conference ${number}`, "conference");
    return `${target.name}@${target.type}`;
  }

  #roleOf(context: string) {
    return this.#rooms.contexts.find(({ name }) => name === context)?.role;
  }

  #promptFile(name: string): string {
    const file = this.#rooms.prompts().get(name);
    if (file === undefined) throw new LiveCommandError("not found", `no prompt ${name}`, "prompt");
    return file;
  }

  /** Whoever may not watch it is not told whether it is there. */
  #watched(account: Account<User>, id: string): LiveConference {
    const facts = this.#facts();
    for (const conference of this.#rooms.live.current.conferences.values())
      if (conference.uuid === id && may(account.role, "live.watch", roleOfLive(conference, facts)))
        return conference;
    throw new LiveCommandError("not found", `no conference ${id} is running`, "conference");
  }

  #assertControl({ role }: Account<User>, conference: LiveConference): void {
    if (!may(role, "live.control", roleOfLive(conference, this.#facts())))
      throw new LiveCommandError("forbidden", `you may not control ${conference.name}`);
  }

  #facts(): ViewFactsV2 {
    const { notes, contexts, stories, xmlState } = this.#rooms;
    return { xmlState: xmlState(), contexts, notes, stories };
  }
}
