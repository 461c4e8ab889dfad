import type { WireCommand } from "../commands/command.js";
import { toReply } from "../commands/reply.js";
import { AuthFailedError, ConnectionLostError } from "../errors.js";
import type { Timeouts } from "../types.js";
import { startTimer } from "../waiting/timer.js";
import type { Link } from "./link.js";

/** Long enough for any reply, short enough not to be noticed: see `Link.acceptUnterminatedReply`. */
const CUT_REPLY_MS = 1000;

/**
 * Waits for the greeting and logs in.
 * @throws AccessDeniedError, AuthFailedError, ConnectionLostError, TimeoutError
 */
export async function logIn(
  link: Link,
  login: WireCommand,
  { connectMs, authMs }: Pick<Timeouts, "connectMs" | "authMs">,
): Promise<void> {
  const late = `no greeting within ${connectMs} ms`;
  const stopLate = startTimer(connectMs, () => link.end(new ConnectionLostError(late)));
  await link.greeted.finally(stopLate);
  const stopSalvage = startTimer(Math.min(CUT_REPLY_MS, authMs / 2), link.acceptUnterminatedReply);
  const frame = await link.request(login, { timeoutMs: authMs }).finally(stopSalvage);
  const { text } = toReply(frame);
  if (!text.startsWith("+OK")) throw new AuthFailedError(text);
}
