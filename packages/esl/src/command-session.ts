import type { WireCommand } from "./command.js";
import { Intake } from "./intake.js";
import type { RequestOptions } from "./link.js";
import type { Settings } from "./options.js";
import type { Reply } from "./reply.js";
import { Session } from "./session.js";
import { Subscriber } from "./subscriber.js";
import { checkSubscription } from "./subscription.js";
import type { ClientOptions } from "./types.js";

const nothing = (): void => {};

/** The connection that only carries commands: it subscribes to nothing, and comes back by itself like the other. */
export class CommandSession {
  readonly #session: Session;

  /** @param onGone told when the reconnect policy has given this connection up */
  constructor(options: ClientOptions, settings: Settings, onGone: () => void) {
    this.#session = new Session({
      options,
      settings,
      subscriber: new Subscriber(checkSubscription({}), settings.timeouts.commandMs),
      intake: new Intake({
        onEvent: nothing,
        onBackpressure: nothing,
        onThrow: nothing,
        showJobs: () => false,
      }),
      onStatus: (status) => {
        if (status.state === "closed" && status.error !== undefined) onGone();
      },
      onReady: nothing,
      onDown: nothing,
      onLog: nothing,
    });
  }

  connect(stop: AbortSignal): Promise<void> {
    return this.#session.connect(stop);
  }

  request(command: WireCommand, options: RequestOptions): Promise<Reply> {
    return this.#session.request(command, options);
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}
