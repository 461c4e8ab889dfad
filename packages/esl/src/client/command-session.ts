import { createIntake } from "../events/intake.js";
import { createSubscriber } from "../subscription/subscriber.js";
import { NOTHING } from "../subscription/subscription.js";
import type { ClientOptions } from "../types.js";
import type { Settings } from "./options.js";
import { createSession, type Session } from "./session.js";

const nothing = (): void => {};

/**
 * The connection that only carries commands: it subscribes to nothing, and comes back by itself like the other.
 * @param onGone told when the reconnect policy has given this connection up
 */
export function commandSession(
  options: ClientOptions,
  settings: Settings,
  onGone: () => void,
): Session {
  return createSession({
    options,
    settings,
    subscriber: createSubscriber(NOTHING, settings.timeouts.commandMs),
    intake: createIntake({
      onEvent: nothing,
      onBackpressure: nothing,
      onThrow: nothing,
      showJobs: () => false,
    }),
    onStatus: (status) => {
      if (status.state === "closed" && status.error) onGone();
    },
  });
}
