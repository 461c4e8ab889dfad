import type { ControlledSession, SessionMessage, SwitchCore } from "../core/index.js";

export type { ControlledSession, SessionMessage } from "../core/index.js";

/** What the application `socket` needs of the call it runs on; the channels room gives it. */
export interface OutboundSession extends ControlledSession {
  readonly core: SwitchCore;
  /** Hung up. */
  readonly isOver: boolean;
  /** Settles with the cause when the call is hung up (CS_HANGUP, before CHANNEL_HANGUP_COMPLETE). */
  readonly over: Promise<string>;
  /**
   * Carries out one message now, in the application's own turn (a socket without `async`); settles when what it asks for is
   * done: the application is complete, after `loops` rounds. Never rejects; what is no command does nothing. Messages
   * that other connections queue for the call meanwhile run where the call's applications let them.
   */
  perform(message: SessionMessage): Promise<void>;
  /**
   * Rests the call (a socket with `async`), as switch_ivr_park: fires CHANNEL_PARK, carries out what
   * `core.sessions.sendMessage` queues, one after the other, and settles after CHANNEL_UNPARK: when the call is hung up,
   * is transferred, or `unpark` is called.
   */
  park(): Promise<void>;
  unpark(): void;
  /** CS_RESET: nothing runs any more; settles when the call is hung up or transferred. */
  strand(): Promise<void>;
}

/** Settles when the application returns; then the dialplan goes on behind it if the call is still there and was not transferred. */
export type OutboundSocketEnd = Promise<void>;

/** A `sendmsg` that means something, read (switch_ivr_parse_event). */
export type SessionCommand =
  | {
      readonly kind: "execute";
      readonly application: string;
      /** As given, not expanded. */
      readonly argument: string;
      /** How often; negative: for ever. A round that took less than 500 ms is the last. */
      readonly loops: number;
      /** Becomes `Application-UUID` (variable `app_uuid`). */
      readonly eventUuid: string | undefined;
      /** Becomes `Application-UUID-Name` (variable `app_uuid_name`). */
      readonly eventUuidName: string | undefined;
      /** Nothing else that is queued runs inside this application. */
      readonly lock: boolean;
      readonly holdPartner: boolean;
    }
  | { readonly kind: "hangup"; readonly cause: string; readonly lock: boolean }
  | {
      readonly kind: "transfer-to";
      readonly actions: readonly { readonly application: string; readonly data: string }[];
      readonly lock: boolean;
    }
  | { readonly kind: "nothing" };
