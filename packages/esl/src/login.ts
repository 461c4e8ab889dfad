import { encodeCommand, type WireCommand } from "./command.js";
import { AuthFailedError, ConnectionLostError, InvalidArgumentError } from "./errors.js";
import type { Link } from "./link.js";
import { toReply } from "./reply.js";
import { assertSafe } from "./safe.js";
import { startTimer } from "./timer.js";

export interface Credentials {
  readonly password: string;
  /** `name@domain`; without it the socket's own password counts. */
  readonly user?: string | undefined;
}

/** Long enough for any reply, short enough not to be noticed: see `Link.acceptUnterminatedReply`. */
const CUT_REPLY_MS = 1000;

/** @throws InvalidArgumentError when user or password cannot be written in one line */
export function loginCommand({ password, user }: Credentials): WireCommand {
  assertSafe(password, "password");
  if (user === undefined) return encodeCommand(`auth ${password}`, {}, "auth");
  // Name first: in the other form of userauth a password with "@" would be cut (mod_event_socket.c).
  if (!/^[^@:\s]+@[^@:\s]+$/.test(user))
    throw new InvalidArgumentError("user", "must look like name@domain");
  return encodeCommand(`userauth ${user}:${password}`, {}, "userauth");
}

/**
 * Waits for the greeting and logs in.
 * @throws AccessDeniedError, AuthFailedError, ConnectionLostError, TimeoutError
 */
export async function logIn(
  link: Link,
  login: WireCommand,
  timeouts: { connectMs: number; authMs: number },
): Promise<void> {
  const stopLate = startTimer(timeouts.connectMs, () =>
    link.end(new ConnectionLostError(`no greeting within ${timeouts.connectMs} ms`)),
  );
  await link.greeted.finally(() => stopLate());
  const salvage = setTimeout(
    () => link.acceptUnterminatedReply(),
    Math.min(CUT_REPLY_MS, timeouts.authMs / 2),
  );
  const frame = await link
    .request(login, { timeoutMs: timeouts.authMs })
    .finally(() => clearTimeout(salvage));
  const { text } = toReply(frame);
  if (!text.startsWith("+OK")) throw new AuthFailedError(text);
}
