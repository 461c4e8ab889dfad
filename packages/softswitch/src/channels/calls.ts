import type { Conferences } from "../conference/index.js";
import { Soon } from "../conference/soon.js";
import type { DirectoryUserRecord, Header, SwitchCore } from "../core/index.js";
import type { Registrations } from "../registrations/index.js";
import { CallSession } from "./call-session.js";
import { Channel } from "./channel.js";
import { findCause } from "./states.js";
import { makeTelephone } from "./telephone.js";
import { type CallerIdentity, type CallOptions, UnknownCallerError } from "./types.js";

export interface CallsOptions {
  readonly core: SwitchCore;
  readonly conferences: Conferences;
  readonly registrations: Registrations;
  readonly now: () => number;
}

/** All calls of the switch by uuid, oldest first. */
export class Calls {
  readonly soon: Soon;
  readonly #sessions = new Map<string, CallSession>();
  #serial = 0;

  constructor(readonly options: CallsOptions) {
    const { core } = options;
    this.soon = new Soon((error) => core.log("err", `Call: ${String(error)}`));
    core.attachSessions({
      exists: (uuid) => this.#sessions.has(uuid),
      sendMessage: (uuid, headers) => this.#sendMessage(uuid, headers),
    });
  }

  get(uuid: string): CallSession | undefined {
    return this.#sessions.get(uuid);
  }

  list(): readonly CallSession[] {
    return [...this.#sessions.values()];
  }

  /**
   * A telephone dials; when this returns, the call rests somewhere or is over.
   * @throws UnknownCallerError for a user that is not in the directory
   */
  place(from: CallerIdentity, destination: string, options: CallOptions = {}): CallSession {
    const { core, conferences, now } = this.options;
    const caller = this.#caller(from, destination, options);
    this.#serial += 1;
    const session = new CallSession({
      core,
      conferences,
      ...caller,
      serial: this.#serial,
      options,
      now,
      soon: (work) => this.soon.run(work),
      after: (ms, work) => this.soon.after(ms, work),
      ended: (ended) => this.#forget(ended),
    });
    this.#sessions.set(session.uuid, session);
    core.counters.began();
    session.start();
    return session;
  }

  /** Ends every call, or those for which `wanted` holds. */
  hangupAll(cause: string, wanted: (session: CallSession) => boolean = () => true): void {
    for (const session of this.list()) if (wanted(session)) session.hangup(cause);
  }

  #caller(from: CallerIdentity, destination: string, options: CallOptions) {
    const { core, registrations, now } = this.options;
    const number = typeof from === "string" ? (from.split("@")[0] ?? from) : from.number;
    const user = core.tree.directoryUser(number);
    if (!user && typeof from === "string") throw new UnknownCallerError(from);
    const domain = user?.domain ?? core.variables.get("domain") ?? "127.0.0.1";
    const phone = makeTelephone(core, number, domain, registrations.find(number).at(-1));
    const name = options.name ?? (typeof from === "string" ? undefined : from.name) ?? number;
    const channel = new Channel(core, {
      uuid: core.newUuid(),
      name: `sofia/${registrations.profile}/${number}@${domain}`,
      now: now(),
      profile: {
        username: number,
        callerIdName: name,
        callerIdNumber: number,
        originalName: name,
        originalNumber: number,
        ani: number,
        networkAddress: phone.address,
        destination,
        context: options.context ?? user?.variables["user_context"] ?? "public",
        rdnis: "",
        transferSource: "",
        index: 1,
      },
    });
    return { phone, channel, userVariables: variablesOf(user) };
  }

  #forget(session: CallSession): void {
    if (this.#sessions.delete(session.uuid)) this.options.core.counters.ended();
  }

  /** `sendmsg`: hangs up, or runs an application beside what the call is doing. */
  #sendMessage(uuid: string, headers: readonly Header[]): boolean {
    const session = this.get(uuid);
    if (!session) return false;
    const get = (name: string): string | undefined =>
      headers.find(([key]) => key.toLowerCase() === name)?.[1];
    const command = get("call-command");
    const application = get("execute-app-name");
    if (command === "hangup") {
      const cause = findCause(get("hangup-cause") ?? "") ?? "NORMAL_CLEARING";
      this.soon.run(() => session.hangup(cause));
    } else if (command === "execute" && application) {
      this.soon.run(() => session.execute(application, get("execute-app-arg") ?? ""));
    }
    return true;
  }
}

const variablesOf = (user: DirectoryUserRecord | undefined): (readonly [string, string])[] =>
  Object.entries(user?.variables ?? {}).filter(([, value]) => value !== "");
