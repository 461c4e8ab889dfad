import type { DialplanAction } from "./dialplan/dialplan.js";

/** A telephone that exists only in this process: it dials, talks, presses digits and hangs up on request. */
export interface ScriptedCall {
  readonly uuid: string;
  /** Its member id while it sits in a conference. */
  readonly memberId: number | undefined;
  /** Presses digits one after the other. */
  dtmf(digits: string): Promise<void>;
  /** Makes sound, or stops making it. */
  talk(on: boolean): void;
  hangup(cause?: string): Promise<void>;
  /** Settles with the cause when the call is over. */
  readonly ended: Promise<string>;
}

/** Who calls: a user of the directory, or a number the directory need not know. */
export type CallerIdentity = string | { readonly number: string; readonly name?: string };

export interface CallOptions {
  /** Display name; a telephone without one is shown by its number. */
  readonly name?: string | undefined;
  /** Talks from the first moment on. */
  readonly talking?: boolean | undefined;
  /** What the caller enters when a conference asks for a pin. */
  readonly pin?: string | undefined;
  /** mod_conference's member flags (`mute|moderator`), in place of those the dialplan gives. */
  readonly flags?: string | undefined;
  /** Context the call starts in, when not the user's own. */
  readonly context?: string | undefined;
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** Runs these in place of what the dialplan says. */
  readonly actions?: readonly DialplanAction[] | undefined;
}

/** Whoever can place calls: the channels room, or a whole softswitch's `callers`. */
export interface Placing {
  /**
   * A telephone dials; settles when the call rests somewhere (in a conference, say) or is over.
   * Rejects with UnknownCallerError for a user the directory does not have.
   */
  call(from: CallerIdentity, destination: string, options?: CallOptions): Promise<ScriptedCall>;
}

/** A call from somebody the directory does not know. */
export class UnknownCallerError extends Error {
  constructor(readonly user: string) {
    super(`No user ${user} in the directory`);
    this.name = "UnknownCallerError";
  }
}
