import type { WireCommand } from "./command.js";
import { dial } from "./dial.js";
import { ClosedError, ConnectionLostError } from "./errors.js";
import { type Link, type LinkHandlers, openLink } from "./link.js";
import { logIn } from "./login.js";
import type { Settings } from "./options.js";
import { watchAbort } from "./watch-abort.js";
import { startWatchdog } from "./watchdog.js";

/**
 * Dials, logs in, does what has to be done before anybody else uses the link, and has it watched from then on.
 * Leaves nothing open when any of it fails, or when `stop` fires.
 */
export async function connectLink(
  settings: Settings,
  login: WireCommand,
  handlers: LinkHandlers,
  prepare: (link: Link) => Promise<void>,
  stop: AbortSignal,
): Promise<Link> {
  const { connect, timeouts, idleMs } = settings;
  const link = openLink(await dial(connect, timeouts.connectMs, stop), settings, handlers);
  const abandon = () => link.end(new ClosedError());
  link.onEnd(watchAbort(stop, abandon));
  if (stop.aborted) abandon();
  try {
    await logIn(link, login, timeouts);
    await prepare(link);
  } catch (error) {
    // What ended the link says more than what the command in flight saw of it.
    const reason = error instanceof ConnectionLostError ? (link.error ?? error) : error;
    abandon();
    throw reason;
  }
  if (link.error) throw link.error;
  if (idleMs) startWatchdog(link, idleMs);
  return link;
}
