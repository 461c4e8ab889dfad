import { setTimeout } from "node:timers/promises";
import {
  AccessDeniedError,
  AuthFailedError,
  backoff,
  type ClientOptions,
  EslClient,
  EslError,
  type EslEvent,
  type ReconnectPolicy,
  type SubscriptionInput,
} from "@parley/esl";
import type { SwitchOptions, SwitchStatus } from "./types.js";

/** What the server lives on. Everything else the switch has to say would only cost. */
export const EVENT_SUBSCRIPTION: SubscriptionInput = {
  format: "plain",
  events: ["RELOADXML", "API", "HEARTBEAT", "SHUTDOWN"],
  subclasses: ["conference::maintenance", "sofia::register", "sofia::unregister", "sofia::expire"],
};

/** Results of our own jobs arrive where they were ordered. */
const COMMAND_SUBSCRIPTION: SubscriptionInput = { format: "plain", events: ["BACKGROUND_JOB"] };

/** A wrong password does not become right by asking often, and the switch's log fills. */
const REFUSED_WAIT_MS = 30_000;

export interface LinkHandlers {
  onUp(): void;
  onDown(error: Error): void;
  onEvent(event: EslEvent): void;
}

interface Pair {
  readonly events: EslClient;
  readonly commands: EslClient;
}

/**
 * Two connections that stand and fall together: events on one, commands on the other, because the switch delivers no
 * events on a connection while it executes an api command of it (mod_event_socket.c). Never more than one pair; when
 * either is lost both are closed, and after a pause a new pair is dialled.
 */
export class Link {
  readonly #options: SwitchOptions;
  readonly #handlers: LinkHandlers;
  readonly #policy: ReconnectPolicy;
  readonly #stopping = new AbortController();
  #pair: Pair | undefined;
  #status: SwitchStatus = { state: "down" };
  #loop: Promise<void> | undefined;
  #end: ((error: Error) => void) | undefined;

  constructor(options: SwitchOptions, handlers: LinkHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#policy = options.reconnect ?? backoff({ minMs: 250, maxMs: 5000 });
  }

  get status(): SwitchStatus {
    return this.#status;
  }

  /** The connection for commands, while the link is up. */
  get commands(): EslClient | undefined {
    return this.#status.state === "up" ? this.#pair?.commands : undefined;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#end?.(new Error("the link was stopped"));
    await this.#loop;
  }

  async #run(): Promise<void> {
    for (let attempt = 1; !this.#stopping.signal.aborted; ) {
      this.#status = { state: "connecting", attempt };
      const lost = await this.#live(() => {
        attempt = 0;
      });
      this.#status = { state: "down", error: lost };
      attempt += 1;
      await this.#pause(attempt, lost);
    }
  }

  /** One pair from dialling to its end; resolves with the reason of the end. */
  async #live(onUp: () => void): Promise<Error> {
    const pair = this.#dial();
    this.#pair = pair;
    try {
      const end = this.#endOf(pair);
      const { signal } = this.#stopping;
      const ready = Promise.all([
        pair.events.connect({ signal }),
        pair.commands.connect({ signal }),
      ]);
      const failed = await Promise.race([end, ready]);
      if (failed instanceof Error) return failed;
      this.#status = { state: "up", since: Date.now() };
      onUp();
      this.#handlers.onUp();
      const error = await end;
      this.#status = { state: "down", error };
      this.#handlers.onDown(error);
      return error;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    } finally {
      this.#pair = undefined;
      await Promise.allSettled([pair.events.close(), pair.commands.close()]);
    }
  }

  /** Resolves when either connection is gone, or the link is to stop. */
  #endOf(pair: Pair): Promise<Error> {
    return new Promise((resolve) => {
      pair.events.on("down", resolve);
      pair.commands.on("down", resolve);
      this.#end = resolve;
    });
  }

  #dial(): Pair {
    const { host, port, password, user, logger } = this.#options;
    const common: ClientOptions = {
      host,
      port,
      password,
      reconnect: false,
      ...(user === undefined ? {} : { user }),
      ...(logger === undefined ? {} : { logger }),
    };
    const events = new EslClient({ ...common, subscription: EVENT_SUBSCRIPTION });
    const commands = new EslClient({ ...common, subscription: COMMAND_SUBSCRIPTION });
    events.on("event", (event) => {
      if (this.#pair?.events === events) this.#handlers.onEvent(event);
    });
    return { events, commands };
  }

  async #pause(attempt: number, error: Error): Promise<void> {
    const refused = error instanceof AuthFailedError || error instanceof AccessDeniedError;
    const reason = error instanceof EslError ? error : new LinkEndedError(error);
    const waitMs = refused ? REFUSED_WAIT_MS : this.#policy(attempt, reason);
    const { signal } = this.#stopping;
    // Rejects when the link is to stop; the loop sees that by itself.
    await setTimeout(waitMs ?? REFUSED_WAIT_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Something that is no EslError ended the link, so that policies can be asked about it. */
class LinkEndedError extends EslError {
  constructor(cause: Error) {
    super(cause.message, { cause });
  }
  /** The next link is a new one. */
  override shouldRetry(): boolean {
    return true;
  }
}
