import type { SwitchCore } from "../core/index.js";
import type { Mischief } from "../misbehave/index.js";
import { Filters } from "./filters.js";
import { type Permissions, unrestricted } from "./permissions.js";
import { Subscription } from "./subscription.js";

/** What happened on a connection so far: everything a command may look at or change, without the socket. */
export class EslSession {
  readonly subscription = new Subscription();
  readonly filters = new Filters();
  permissions: Permissions = unrestricted;
  authenticated = false;
  /** Log lines up to this level are sent; undefined: none. */
  logLevel: number | undefined;
  /** The session `myevents` bound this connection to. */
  boundUuid: string | undefined;
  /** How long to stay after the bound session's end; negative: until the client leaves; undefined: not at all. */
  lingerSeconds: number | undefined;

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
  readonly frame: string;
  /** Say good-bye and close. */
  readonly close?: boolean;
  /** Called once the frame is written. */
  readonly after?: () => void;
}

export type Outcome = Answer | Promise<Answer>;
