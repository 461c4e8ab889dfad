import { BASE_V2, CSRF_HEADER, may, type Permission } from "@parley/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Account, Accounts, Sessions } from "../accounts/index.js";
import type { User } from "../xml-state/index.js";
import { HttpError } from "./errors.js";
import { sessionAccount } from "./v2/cookies.js";

declare module "fastify" {
  interface FastifyRequest {
    /** Set on every route that has a permission. */
    account: Account<User>;
  }
  interface FastifyContextConfig {
    /** What a caller must be allowed to do; a route says this or `open`. */
    permission?: Permission;
    /** Served to anybody. */
    open?: true;
    /** The status of a refusal for lack of rights where the contract asks for another one than 403. */
    forbidden?: number;
  }
}

export interface RouteRight {
  readonly method: string;
  readonly url: string;
  readonly permission: Permission | undefined;
}

/**
 * Guards every route below `app`: a route that does not say who may use it is a programming error found at start.
 *
 * @returns the rights of all routes registered afterwards, for the tests that try each of them.
 */
export function guardRoutes(app: FastifyInstance, doors: Doors): RouteRight[] {
  const rights: RouteRight[] = [];
  app.decorateRequest("account");
  app.addHook("onRoute", (route) => {
    const { permission, open } = route.config ?? {};
    if (!permission && !open) throw new Error(`${route.url} does not say who may use it`);
    for (const method of [route.method].flat()) rights.push({ method, url: route.url, permission });
  });
  app.addHook("onRequest", async (request, reply) => {
    const { permission, forbidden } = request.routeOptions.config;
    if (!permission) return;
    request.account = await authenticate(doors, request, reply);
    if (!may(request.account.role, permission))
      throw new HttpError(forbidden ?? 403, "wrong context");
  });
  return rights;
}

/** The ways to say who one is: digest for programs and phones, a session's cookie for browsers on routes of v2. */
export interface Doors {
  readonly accounts: Accounts<User>;
  readonly sessions: Sessions<User>;
}

async function authenticate(
  { accounts, sessions }: Doors,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Account<User>> {
  const known = isV2(request) ? await sessionAccount(sessions, request, reply) : undefined;
  if (known) return known;
  const verdict = await accounts.authenticate({
    method: request.method,
    url: request.raw.url ?? "",
    authorization: request.headers.authorization,
    address: request.ip,
  });
  if (verdict.kind === "account") return verdict.account;
  if (verdict.kind === "busy")
    throw new HttpError(429, "too many failed logins", undefined, {
      "retry-after": String(verdict.retryAfterS),
    });
  // A page that gets a challenge would show the browser's own dialog.
  if (isV2(request) && request.headers[CSRF_HEADER] !== undefined)
    throw new HttpError(401, "sign in first");
  // Two header lines, one per algorithm: a phone reads the first, others choose (RFC 7616, section 3.7).
  reply.raw.setHeader("www-authenticate", verdict.challenges);
  throw new HttpError(401, "authentication required");
}

const isV2 = (request: FastifyRequest): boolean =>
  request.routeOptions.url?.startsWith(`${BASE_V2}/`) ?? false;
