import type { Connection } from "./connection.js";
import type { Event } from "./event.js";
import type { FailedCommandError } from "./failed-command-error.js";

/** Lengths are numbers, repeated headers are lists, everything else is text. */
export type HeaderValue = string | number | readonly string[];
export type HeaderMap = Readonly<Record<string, HeaderValue>>;

/** An event of the switch or, when there will be none, an error that can be asked the same questions. */
export type Answer = Event | FailedCommandError;

/** Given the reply or event, its outer headers, and its body as text; `this` is the connection. */
export type Callback = (
  this: Connection,
  answer: Answer,
  headers: HeaderMap,
  body: string,
) => unknown;
export type AuthCallback = (error: Error | null, event?: Event) => unknown;

/** A row of `show`: its columns are those of the item that was asked for. */
export type ShowRow = Readonly<Record<string, string>>;

/** `row_count` stands in what the switch gives as json, `rowCount` in the other forms. */
export interface ShowResult {
  readonly rows: readonly ShowRow[];
  readonly rowCount?: number;
  readonly row_count?: number;
}
export type ShowCallback = (error: Error | null, data?: ShowResult, text?: string) => unknown;

type EventArgs = readonly [event: Event, headers: HeaderMap, body: string];

/** What each name of a connection hands to its listeners. */
export interface ConnectionEvents {
  error: readonly [error: Error];
  "esl::connect": readonly [];
  "esl::ready": readonly [];
  "esl::end": readonly [];
  "esl::*": readonly [];
  "esl::**": Partial<EventArgs>;
  [event: `esl::event::${string}`]: EventArgs;
}

export interface OriginateOptions {
  readonly profile: string;
  readonly gateway: string;
  readonly number: string;
  /** An application (`park`, `&bridge(user/1)`) or an extension; park unless told. */
  readonly app?: string;
  /** `api` instead of `bgapi`: blocks the connection in the switch until the call is answered or refused. */
  readonly sync?: boolean;
}

export interface MessageOptions {
  readonly to: string;
  readonly from: string;
  readonly profile: string;
  readonly body: string;
  readonly subject?: string;
  /** The switch waits for the receiver's answer. */
  readonly deliveryConfirmation?: boolean;
}
