import { encodeCommand } from "../commands/command.js";
import { ConnectionLostError } from "../errors.js";
import type { Link } from "./link.js";

/** No such command: the socket itself answers that at once, without running anything in the switch. */
const PROBE = encodeCommand("noop", {}, "liveness probe");

/**
 * Finds out when the other end of a link is gone without a word, and ends the link. After `idleMs` of silence it asks a
 * question; a reply that has been due for as long, without any other byte either, does not come any more. An `api` may keep
 * the switch silent while its caller waits for it, and while reading is paused silence means nothing.
 */
export function startWatchdog(link: Link, idleMs: number): void {
  let timer: NodeJS.Timeout;
  const arm = (delayMs: number) => {
    timer = setTimeout(check, delayMs).unref();
  };
  const check = () => {
    const { lastActivity, dueSince, unanswered } = link;
    const now = Date.now();
    const silentMs = now - lastActivity;
    const dueMs = dueSince === undefined ? 0 : now - Math.max(dueSince, lastActivity);
    if (link.held) arm(idleMs);
    else if (dueMs >= idleMs)
      link.end(new ConnectionLostError(`no sign of life for ${silentMs} ms`));
    else {
      const probing = unanswered === 0 && silentMs >= idleMs;
      if (probing) link.request(PROBE, { timeoutMs: idleMs }).catch(() => {});
      arm(probing || unanswered > 0 ? idleMs - dueMs : idleMs - silentMs);
    }
  };
  arm(idleMs);
  link.onEnd(() => clearTimeout(timer));
}
