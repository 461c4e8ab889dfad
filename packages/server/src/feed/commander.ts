import { InvalidArgumentError } from "@parley/esl";
import { type ClientMessageV1, may, ROLES, type Role } from "@parley/protocol";
import {
  type ConferenceControl,
  ControlRefusedError,
  type LiveConference,
} from "../live-state/index.js";
import { SwitchError } from "../switch/index.js";
import type { FeedClient } from "./client.js";
import type { FeedLogger } from "./dependencies.js";

type Command = Extract<ClientMessageV1, { req: "exec" | "memexec" }>;

export interface CommanderOptions {
  readonly control: Pick<ConferenceControl, "exec" | "memberExec">;
  /** The live conference that clients see under a name. */
  readonly find: (name: string) => LiveConference | undefined;
  readonly roleOf: (conference: string) => Role | undefined;
  readonly maxCommands: number;
  readonly logger: FeedLogger | undefined;
}

/** Checks what clients ask of conferences, and has it done. */
export class Commander {
  readonly #options: CommanderOptions;

  constructor(options: CommanderOptions) {
    this.#options = options;
  }

  /** Whether this role may control any conference at all. */
  mayControl(role: Role): boolean {
    return may(role, "live.control") || ROLES.some((target) => may(role, "live.control", target));
  }

  /** The text for a client that may not do this, or asks it of nothing that is there. */
  refusalOf(client: FeedClient, { conference }: Command): string | undefined {
    // The right is asked of the name before anything tells whether such a conference exists.
    if (!may(client.account.role, "live.control", this.#options.roleOf(conference)))
      return `you may not control ${conference}`;
    if (!this.#options.find(conference)) return `no conference ${conference} is running`;
    return client.commands >= this.#options.maxCommands ? "too many commands at once" : undefined;
  }

  /** Has it done; resolves with the text for the client when that failed, never rejects. */
  async run(client: FeedClient, command: Command): Promise<string | undefined> {
    const conference = this.#options.find(command.conference);
    if (!conference) return `no conference ${command.conference} is running`;
    client.commands += 1;
    try {
      await this.#perform(conference, command, client);
      return undefined;
    } catch (error) {
      return this.#textOf(error, command);
    } finally {
      client.commands -= 1;
    }
  }

  #perform(
    conference: LiveConference,
    command: Command,
    { account: { user } }: FeedClient,
  ): Promise<void> {
    const by = { kind: "user", id: user.id, name: user.name } as const;
    return command.req === "exec"
      ? this.#options.control.exec(conference, command.call, by)
      : this.#options.control.memberExec(conference, command.member, command.call);
  }

  #textOf(error: unknown, command: Command): string {
    const known = [SwitchError, ControlRefusedError, InvalidArgumentError];
    if (known.some((kind) => error instanceof kind)) return (error as Error).message;
    this.#options.logger?.error({ err: error, call: command.call }, "a command failed");
    return "internal error";
  }
}
