import { encodeCommand, type WireCommand } from "../commands/command.js";
import { assertSafe, invalid } from "../commands/safe.js";

export interface Credentials {
  readonly password: string;
  /** `name@domain`; without it the socket's own password counts. */
  readonly user?: string | undefined;
}

/** @throws InvalidArgumentError when user or password cannot be written in one line */
export function loginCommand({ password, user }: Credentials): WireCommand {
  assertSafe(password, "password");
  if (user === undefined) return encodeCommand(`auth ${password}`, {}, "auth");
  // Name first: in the other form of userauth a password with "@" would be cut (mod_event_socket.c).
  if (!/^[^@:\s]+@[^@:\s]+$/.test(user)) invalid("user", "must look like name@domain");
  return encodeCommand(`userauth ${user}:${password}`, {}, "userauth");
}
