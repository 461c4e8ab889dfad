import { encodeCommand } from "./command.js";
import { ConnectionLostError, TimeoutError } from "./errors.js";
import type { Link } from "./link.js";

/** No such command: the socket itself answers that at once, without running anything in the switch. */
const PROBE = encodeCommand("noop", {}, "liveness probe");

/**
 * Finds out when the other end of a link is gone without a word. After `idleMs` of silence it asks a question, after as much
 * again without an answer it ends the link. While commands are awaited (an `api` may keep the switch silent for a minute)
 * their own timeouts rule, and while reading is paused silence means nothing.
 */
export function startWatchdog(link: Link, idleMs: number): void {
  let timer: NodeJS.Timeout;
  const arm = (delayMs: number) => {
    timer = setTimeout(check, delayMs).unref();
  };
  const check = () => {
    const silentMs = Date.now() - link.lastActivity;
    if (link.held || link.waiting > 0) arm(idleMs);
    else if (silentMs < idleMs) arm(idleMs - silentMs);
    else void probe();
  };
  const probe = async () => {
    const asked = Date.now();
    await link.request(PROBE, { timeoutMs: idleMs }).catch((error: unknown) => {
      const { lastActivity, held } = link;
      if (error instanceof TimeoutError && lastActivity <= asked && !held)
        link.end(new ConnectionLostError(`no sign of life for ${Date.now() - lastActivity} ms`));
    });
    if (!link.error) arm(idleMs);
  };
  arm(idleMs);
  link.onEnd(() => clearTimeout(timer));
}
