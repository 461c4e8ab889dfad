import { CSRF_HEADER } from "@parley/protocol";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Account, Sessions } from "../../accounts/index.js";
import type { User } from "../../xml-state/index.js";
import { HttpError } from "../errors.js";

/** Without TLS a name with `__Host-` would be refused by browsers. */
export const SESSION_COOKIE = "parley_session";

const READING = new Set(["GET", "HEAD", "OPTIONS"]);

export function setSessionCookie(
  reply: FastifyReply,
  request: FastifyRequest,
  token: string,
  maxAge: number,
): void {
  reply.setCookie(SESSION_COOKIE, token, {
    path: "/",
    httpOnly: true,
    sameSite: "strict",
    secure: request.protocol === "https",
    maxAge,
  });
}

/** A page of another site can have a browser send a form, but neither a header of its own nor this host's name as origin. */
export function isSameSite(request: FastifyRequest): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/**
 * Whoever the session's cookie belongs to, on routes of v2; lasts longer by being used.
 *
 * @throws {HttpError} 403 for a change that another site may have asked for.
 */
export async function sessionAccount(
  sessions: Sessions<User>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Account<User> | undefined> {
  const token = request.cookies?.[SESSION_COOKIE];
  const open = token === undefined ? undefined : await sessions.read(token);
  if (!open) return undefined;
  const asked = READING.has(request.method) || request.headers[CSRF_HEADER] !== undefined;
  if (!asked || !isSameSite(request))
    throw new HttpError(403, `changes need the header ${CSRF_HEADER}, from a page of this server`);
  if (open.renewed !== undefined)
    setSessionCookie(reply, request, open.renewed, sessions.idleSeconds);
  return open.account;
}
