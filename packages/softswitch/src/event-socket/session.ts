import type { ControlledSession, SessionMessage, SwitchCore } from "../core/index.js";
import type { Mischief } from "../misbehave/index.js";
import { Filters } from "./filters.js";
import { type Permissions, unrestricted } from "./permissions.js";
import { Subscription } from "./subscription.js";

/** A connection the switch made, by the application `socket`. */
export interface OutboundControl {
  readonly call: ControlledSession;
  /** The call rests and runs what is queued; otherwise each `sendmsg` is answered when it is done. */
  readonly async: boolean;
  /** All commands, not only those about the call. */
  readonly full: boolean;
  /** Carries out a message at once; settles when it is done. */
  perform(message: SessionMessage): Promise<void>;
  /** The other end has said `connect`. */
  connected(): void;
}

/** What happened on a connection so far: everything a command may look at or change, without the socket. */
export class EslSession {
  readonly subscription = new Subscription();
  readonly filters = new Filters();
  permissions: Permissions = unrestricted;
  authenticated = false;
  /** Log lines up to this level are sent; undefined: none. */
  logLevel: number | undefined;
  /** The session this connection is bound to, by `myevents` or from its beginning. */
  boundUuid: string | undefined;
  /** Only events of that session are delivered: `myevents` has been said. */
  onlyOwnEvents = false;
  outbound: OutboundControl | undefined;
  /** How long to stay after the bound session's end; negative: until the client leaves; undefined: not at all. */
  lingerSeconds: number | undefined;

  /** The session's own view of itself, where there is one. */
  get call(): ControlledSession | undefined {
    const { boundUuid } = this;
    if (boundUuid === undefined) return undefined;
    return this.outbound?.call ?? this.core.sessions.control?.(boundUuid);
  }

  constructor(
    readonly core: SwitchCore,
    readonly mischief: Mischief,
    readonly password: string,
    /** Throws away what waits in the queue: `noevents` does. */
    readonly flushEvents: () => void = () => {},
  ) {}
}

/** What a command makes the connection do. */
export interface Answer {
  readonly frame: string | Buffer;
  /** A frame of its own kind, no `command/reply`. */
  readonly own?: boolean;
  /** Say good-bye and close. */
  readonly close?: boolean;
  /** Called once the frame is written. */
  readonly after?: () => void;
}

export type Outcome = Answer | Promise<Answer>;
