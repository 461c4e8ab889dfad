import {
  AbortedError,
  ApiError,
  assertSafe,
  BusyError,
  ClosedError,
  CommandError,
  ConnectionLostError,
  type EslClient,
  ProtocolError,
  quoteArgument,
  TimeoutError,
} from "@parley/esl";
import {
  type DirectoryDomain,
  parseSwitchXml,
  readDirectoryText,
  type XmlElement,
} from "@parley/fsxml";
import { SwitchAwayError, SwitchRefusedError, SwitchTimeoutError } from "./errors.js";
import { readConferenceList, readRegistrations } from "./listings.js";
import { assertDone, assertReloaded, readGlobals, readProfileName } from "./replies.js";
import type {
  ConferenceCommands,
  ConferenceListing,
  RegistrationRow,
  SwitchTimeouts,
} from "./types.js";

const DEFAULT_TIMEOUTS: SwitchTimeouts = {
  commandMs: 10_000,
  listingMs: 30_000,
  reloadMs: 60_000,
};

export interface CommandsOptions {
  /** The connection for commands, or undefined while the switch is away. */
  readonly client: () => EslClient | undefined;
  readonly timeouts?: Partial<SwitchTimeouts> | undefined;
  readonly onCommand: () => void;
  readonly onFailure: () => void;
}

/** Builds command lines from checked words, sends them, and turns every way of failing into an error of this room. */
export class Commands {
  readonly #options: CommandsOptions;
  readonly #timeouts: SwitchTimeouts;

  constructor(options: CommandsOptions) {
    this.#options = options;
    this.#timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  }

  async xmlLocate(
    section: "directory" | "dialplan" | "configuration",
    tag?: string,
    attribute?: string,
    value?: string,
  ): Promise<XmlElement | undefined> {
    const words = [section, tag, attribute, value].filter((word) => word !== undefined);
    return this.#locate(words, parseSwitchXml);
  }

  async directory(): Promise<DirectoryDomain[]> {
    return (await this.#locate(["directory"], readDirectoryText)) ?? [];
  }

  async #locate<T>(words: readonly string[], read: (text: string) => T): Promise<T | undefined> {
    const args = words.map(quoteArgument).join(" ");
    const reply = await this.#api("xml_locate", args, this.#timeouts.listingMs);
    // "Nothing found" is plain text without -ERR (mod_commands.c).
    return /^\s*</.test(reply) ? this.#read("xml_locate", reply, read) : undefined;
  }

  async globals(): Promise<Record<string, string>> {
    return readGlobals(await this.#api("global_getvar", "", this.#timeouts.commandMs));
  }

  async reloadXml(): Promise<void> {
    assertReloaded(await this.#api("reloadxml", "", this.#timeouts.reloadMs, true));
  }

  async status(): Promise<string> {
    return this.#api("status", "", this.#timeouts.commandMs);
  }

  async version(): Promise<string> {
    return (await this.#api("version", "", this.#timeouts.commandMs)).trim();
  }

  async checkSync(profile: string, callId: string): Promise<void> {
    const headers = {
      ...{ profile, "call-id": callId, "event-string": "check-sync;reboot=false" },
      "content-type": "application/simple-message-summary",
      // Must be there; with a Call-ID nobody looks at them (mod_sofia.c, general_event_handler).
      ...{ user: "any", host: "any" },
    };
    const { commandMs: timeoutMs } = this.#timeouts;
    await this.#send("sendevent NOTIFY", (client) =>
      client.sendEvent("NOTIFY", headers, undefined, { timeoutMs }),
    );
  }

  command(line: string): Promise<string> {
    const [command = "", ...words] = line.trim().split(" ");
    return this.#api(command, words.join(" "), this.#timeouts.listingMs, true);
  }

  async registrations(): Promise<RegistrationRow[]> {
    const command = "show";
    const reply = await this.#api(command, "registrations as json", this.#timeouts.listingMs);
    return this.#read("show registrations", reply, readRegistrations);
  }

  async conferences(): Promise<ConferenceListing[]> {
    const reply = await this.#api("conference", "json_list", this.#timeouts.listingMs);
    const list = this.#read("conference json_list", reply, readConferenceList);
    return Promise.all(
      list.map(async (each) => ({ ...each, profile: await this.#profileOf(each.name) })),
    );
  }

  /** The listing does not name the profile; a conference that ends meanwhile has none. */
  async #profileOf(name: string): Promise<string> {
    const args = `${quoteArgument(name)} get profile_name`;
    try {
      return readProfileName(await this.#api("conference", args, this.#timeouts.commandMs));
    } catch (error) {
      if (error instanceof SwitchRefusedError) return "";
      throw error;
    }
  }

  conference(name: string): ConferenceCommands {
    const run = (...words: string[]) => this.#control([name, ...words]);
    const member = async (word: string, memberId: string, ...rest: string[]) =>
      run(word, assertMemberId(memberId), ...rest);
    return {
      lock: () => run("lock"),
      unlock: () => run("unlock"),
      muteAll: () => run("mute", "all"),
      kickAll: () => run("kick", "all"),
      mute: (memberId) => member("mute", memberId),
      unmute: (memberId) => member("unmute", memberId),
      kick: (memberId) => member("kick", memberId),
      unmuteAll: () => run("unmute", "all"),
      muteParticipants: () => run("mute", "non_moderator"),
      deaf: (memberId) => member("deaf", memberId),
      undeaf: (memberId) => member("undeaf", memberId),
      floor: (memberId) => member("floor", memberId),
      volumeIn: (memberId, level) => member("volume_in", memberId, String(level)),
      volumeOut: (memberId, level) => member("volume_out", memberId, String(level)),
      energy: (memberId, level) => member("energy", memberId, String(level)),
      transfer: async (memberId, target) => run("transfer", target, assertMemberId(memberId)),
      play: (file) => run("play", file),
      stopPlaying: () => run("stop", "all"),
      startRecording: (path) => run("recording", "start", path),
      pauseRecording: (path) => run("recording", "pause", path),
      resumeRecording: (path) => run("recording", "resume", path),
      stopRecording: (path) => run("recording", "stop", path),
    };
  }

  /** In the background: a conference that hangs in the switch holds up nobody else's command. */
  async #control(words: readonly string[]): Promise<void> {
    const args = words.map(quoteArgument).join(" ");
    const timeoutMs = this.#timeouts.commandMs;
    const reply = await this.#send(`conference ${args}`, (client) =>
      client.bgapi("conference", args, { timeoutMs, raw: true }),
    );
    this.#read(`conference ${args}`, reply, (text) => assertDone(`conference ${args}`, text));
  }

  #api(command: string, args: string, timeoutMs: number, raw = false): Promise<string> {
    assertSafe(args, "arguments");
    const line = args === "" ? command : `${command} ${args}`;
    return this.#send(line, (client) => client.api(command, args, { timeoutMs, raw }));
  }

  async #send(line: string, call: (client: EslClient) => Promise<string>): Promise<string> {
    this.#options.onCommand();
    try {
      const client = this.#options.client();
      if (!client) throw new SwitchAwayError(line);
      return await call(client);
    } catch (error) {
      this.#options.onFailure();
      throw translated(error, line);
    }
  }

  #read<T>(command: string, reply: string, read: (text: string) => T): T {
    try {
      return read(reply);
    } catch (error) {
      this.#options.onFailure();
      if (error instanceof SwitchRefusedError) throw error;
      throw new SwitchRefusedError(command, `${String(error)}: ${reply.slice(0, 200)}`);
    }
  }
}

/** `all`, `last` and `variable=value` are targets for the switch as well; none of them is a member. */
function assertMemberId(memberId: string): string {
  if (!/^[1-9]\d{0,9}$/.test(memberId))
    throw new SwitchRefusedError("conference", `${memberId} is not a member id`);
  return memberId;
}

function translated(error: unknown, command: string): unknown {
  if (error instanceof ApiError || error instanceof CommandError)
    return new SwitchRefusedError(command, error.reply);
  if (error instanceof TimeoutError)
    return new SwitchTimeoutError(command, error.timeoutMs, { cause: error });
  const gone = [ConnectionLostError, ClosedError, AbortedError, ProtocolError, BusyError];
  if (gone.some((kind) => error instanceof kind))
    return new SwitchAwayError(command, { cause: error });
  return error;
}
