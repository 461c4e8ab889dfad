import type { AudioClock } from "../audio/index.js";
import type { Conferences } from "../conference/index.js";
import { Soon } from "../conference/soon.js";
import type { DirectoryUserRecord, SwitchCore } from "../core/index.js";
import type { Registrations } from "../registrations/index.js";
import { type Pairs, resolveTarget, type SofiaDialer } from "./bridging/endpoints.js";
import type { OriginateOutcome, OriginateRequest, Originator } from "./bridging/originate.js";
import { originate } from "./bridging/originate.js";
import { placeOutgoing } from "./bridging/place-outgoing.js";
import { CallSession } from "./call-session.js";
import type { CallerProfile } from "./caller-profile.js";
import { Channel } from "./channel.js";
import { SessionMessages } from "./commands/session-messages.js";
import { controlledSession } from "./controlled-session.js";
import type { Leg } from "./legs/leg.js";
import { ScriptedLeg } from "./legs/scripted-leg.js";
import { makeTelephone } from "./legs/telephone.js";
import { type CallerIdentity, type CallOptions, UnknownCallerError } from "./types.js";

export interface CallsOptions {
  readonly core: SwitchCore;
  readonly conferences: Conferences;
  readonly registrations: Registrations;
  readonly clock: AudioClock;
  readonly now: () => number;
}

/** A call about to be one of ours. */
export interface NewCall {
  readonly channel: Channel;
  readonly leg: Leg;
  readonly userVariables: Pairs;
  readonly options?: CallOptions;
}

/** All calls of the switch by uuid, oldest first. */
export class Calls implements Originator {
  readonly soon: Soon;
  /** Makes SIP calls; undefined while there is no SIP. */
  dialer: SofiaDialer | undefined;
  readonly #sessions = new Map<string, CallSession>();
  readonly #messages = new WeakMap<CallSession, SessionMessages>();
  #serial = 0;

  constructor(readonly options: CallsOptions) {
    const { core } = options;
    this.soon = new Soon((error) => core.log("err", `Call: ${String(error)}`));
    core.attachSessions({
      exists: (uuid) => this.#sessions.has(uuid),
      control: (uuid) => {
        const session = this.get(uuid);
        return session && controlledSession(session);
      },
      sendMessage: (uuid, headers, body) => {
        const session = this.get(uuid);
        if (!session) return false;
        const messages = this.#messages.get(session) ?? new SessionMessages(session);
        this.#messages.set(session, messages);
        messages.push({ headers, body });
        return true;
      },
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
    const session = this.add({ ...this.#caller(from, destination, options), options });
    session.start();
    return session;
  }

  /** Takes in a call that has not begun. */
  add(call: NewCall): CallSession {
    const { core, conferences, clock, now } = this.options;
    this.#serial += 1;
    const session = new CallSession({
      core,
      conferences,
      clock,
      originator: this,
      channel: call.channel,
      leg: call.leg,
      userVariables: call.userVariables,
      serial: this.#serial,
      options: call.options ?? {},
      now,
      soon: (work) => this.soon.run(work),
      after: (ms, work) => this.soon.after(ms, work),
      find: (uuid) => this.get(uuid),
      all: () => this.list(),
      ended: (ended) => this.#forget(ended),
    });
    this.#sessions.set(session.uuid, session);
    core.counters.began();
    return session;
  }

  /** Calls whoever a dial string names. Never rejects. */
  originate(request: OriginateRequest): Promise<OriginateOutcome> {
    const { core, registrations } = this.options;
    const house = { core, registrations, dialer: this.dialer };
    return originate(
      {
        resolve: (url, variables) => resolveTarget(house, { url, variables }),
        place: (...given) => placeOutgoing(this, ...given),
        after: (ms, work) => this.#cancellable(ms, work),
      },
      request,
    );
  }

  /** Ends every call, or those for which `wanted` holds. */
  hangupAll(cause: string, wanted: (session: CallSession) => boolean = () => true): void {
    for (const session of this.list()) if (wanted(session)) session.hangup(cause);
  }

  #cancellable(ms: number, work: () => void): () => void {
    let wanted = true;
    this.soon.after(ms, () => {
      if (wanted) work();
    });
    return () => {
      wanted = false;
    };
  }

  #caller(from: CallerIdentity, destination: string, options: CallOptions): NewCall {
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
        ...firstProfile(name, number),
        networkAddress: phone.address,
        destination,
        context: options.context ?? user?.variables["user_context"] ?? "public",
      },
    });
    const leg = new ScriptedLeg(phone, (work) => this.soon.run(work));
    return { leg, channel, userVariables: variablesOf(user) };
  }

  #forget(session: CallSession): void {
    if (this.#sessions.delete(session.uuid)) this.options.core.counters.ended();
  }
}

/** A caller before any dialplan has looked at it. */
export const firstProfile = (
  name: string,
  number: string,
): Omit<CallerProfile, "networkAddress" | "destination" | "context"> => ({
  username: number,
  callerIdName: name,
  callerIdNumber: number,
  originalName: name,
  originalNumber: number,
  ani: number,
  rdnis: "",
  transferSource: "",
  index: 1,
});

export const variablesOf = (user: DirectoryUserRecord | undefined): Pairs =>
  Object.entries(user?.variables ?? {}).filter(([, value]) => value !== "");
