import { timingSafeEqual } from "node:crypto";
import type { DirectoryUserRecord, Tree } from "../core/index.js";
import { replyFrame } from "./frames.js";
import { type Permissions, readPermissions } from "./permissions.js";
import type { Answer, EslSession } from "./session.js";

const invalid: Answer = { frame: replyFrame("-ERR invalid"), close: true };

export const notFound: Answer = { frame: replyFrame("-ERR command not found") };

export const goodbye: Answer = { frame: replyFrame("+OK bye"), close: true };

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

interface Credentials {
  readonly user: string;
  readonly domain: string;
  readonly password: string;
}

/** `user@domain:password` or `user:password@domain`; the first separator decides (mod_event_socket.c). */
export function parseCredentials(text: string): Credentials | undefined {
  const at = text.indexOf("@");
  const colon = text.indexOf(":");
  if (at < 0 || colon < 0) return undefined;
  if (colon < at) {
    return {
      user: text.slice(0, colon),
      password: text.slice(colon + 1, at),
      domain: text.slice(at + 1),
    };
  }
  return {
    user: text.slice(0, at),
    domain: text.slice(at + 1, colon),
    password: text.slice(colon + 1),
  };
}

function lookUp(tree: Tree, given: Credentials): DirectoryUserRecord | undefined {
  const user = tree.directoryUser(given.user, given.domain);
  const expected = user?.params["esl-password"];
  return expected !== undefined && expected !== "" && same(expected, given.password)
    ? user
    : undefined;
}

const list = (words: readonly string[] | undefined): string => words?.join(" ") ?? "all";

function acceptedUser(permissions: Permissions, params: Readonly<Record<string, string>>): Answer {
  return {
    frame: replyFrame("+OK accepted", [
      `Allowed-Events: ${params["esl-allowed-events"] ?? "all"}`,
      `Allowed-API: ${params["esl-allowed-api"] ?? list(permissions.api)}`,
      `Allowed-LOG: ${permissions.log}`,
    ]),
  };
}

function userAuth(session: EslSession, text: string): Answer {
  const given = parseCredentials(text);
  const user = given && lookUp(session.core.tree, given);
  if (user === undefined) return invalid;
  session.authenticated = true;
  session.permissions = readPermissions(user.params);
  return acceptedUser(session.permissions, user.params);
}

/** Answers a command of a connection that is not logged in yet. */
export function authenticate(session: EslSession, line: string): Answer {
  const lower = line.toLowerCase();
  if (lower.startsWith("exit") || line.startsWith("...")) return goodbye;
  const login = /^(auth|userauth) (.*)$/is.exec(line);
  if (login === null) return notFound;
  if (session.mischief.take("reject auth")) return invalid;
  if (login[1]?.toLowerCase() === "userauth") return userAuth(session, login[2] ?? "");
  if (!same(login[2] ?? "", session.password)) return invalid;
  session.authenticated = true;
  return { frame: replyFrame("+OK accepted") };
}
