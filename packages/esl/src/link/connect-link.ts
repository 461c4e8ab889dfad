import type { Settings } from "../client/options.js";
import type { WireCommand } from "../commands/command.js";
import { readEvent } from "../decoding/event-reader.js";
import { ClosedError, ConnectionLostError } from "../errors.js";
import type { EslEvent } from "../events/event.js";
import { watchAbort } from "../waiting/watch-abort.js";
import { dial } from "./dial.js";
import { type Link, openLink } from "./link.js";
import { type LogLine, toLogLine } from "./log-line.js";
import { logIn } from "./login.js";
import { startWatchdog } from "./watchdog.js";

/** What a client hears of its link. */
export interface ClientHandlers {
  event(event: EslEvent): void;
  log(line: LogLine): void;
  /** A caller got its answer or gave up. */
  settled(): void;
}

/**
 * Dials, logs in, does what has to be done before anybody else uses the link, and has it watched from then on.
 * Leaves nothing open when any of it fails, or when `stop` fires.
 */
export async function connectLink(
  settings: Settings,
  login: WireCommand,
  { event, log, settled }: ClientHandlers,
  prepare: (link: Link) => Promise<void>,
  stop: AbortSignal,
): Promise<Link> {
  const { connect, timeouts, idleMs } = settings;
  const link = openLink(await dial(connect, timeouts.connectMs, stop), settings, {
    event: (frame) => event(readEvent(frame)),
    log: (frame) => log(toLogLine(frame)),
    settled,
  });
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
