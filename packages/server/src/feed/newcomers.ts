import type { Role, ServerMessageV1 } from "@parley/protocol";
import type { FeedClient } from "./client.js";

/** How long a client may take to ask for the state before events come without. */
const PATIENCE_MS = 1000;
/** More than this is not kept for anybody. */
const MOST = 1000;

interface Newcomer {
  readonly messages: ServerMessageV1[];
  readonly timer: NodeJS.Timeout;
}

/**
 * Clients that have connected and said nothing yet. Pages ask for the state once they are connected, and know no
 * conference before the answer: what happens in one meanwhile would be about something they have never heard of, and
 * classic pages do not survive that. So events wait here for a moment; the answer holds what they told.
 */
export class Newcomers {
  readonly #newcomers = new Map<FeedClient, Newcomer>();
  readonly #onImpatient: (client: FeedClient) => void;

  /** @param onImpatient is called with a client that has asked for nothing in time, to be let in as it is. */
  constructor(onImpatient: (client: FeedClient) => void) {
    this.#onImpatient = onImpatient;
  }

  get clients(): IterableIterator<FeedClient> {
    return this.#newcomers.keys();
  }

  add(client: FeedClient): void {
    const timer = setTimeout(() => this.#onImpatient(client), PATIENCE_MS).unref();
    this.#newcomers.set(client, { messages: [], timer });
  }

  publish(message: ServerMessageV1, may: (role: Role) => boolean): void {
    for (const [client, { messages }] of this.#newcomers) {
      if (!may(client.account.role)) continue;
      messages.push(message);
      if (messages.length >= MOST) this.#onImpatient(client);
    }
  }

  /** @returns what has waited for it; undefined for one that is none of these. */
  remove(client: FeedClient): readonly ServerMessageV1[] | undefined {
    const newcomer = this.#newcomers.get(client);
    if (!newcomer) return undefined;
    clearTimeout(newcomer.timer);
    this.#newcomers.delete(client);
    return newcomer.messages;
  }
}
