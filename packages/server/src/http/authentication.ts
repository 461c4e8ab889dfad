import { may, type Permission } from "@parley/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Account, Accounts } from "../accounts/index.js";
import type { User } from "../xml-state/index.js";
import { HttpError } from "./errors.js";

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
export function guardRoutes(app: FastifyInstance, accounts: Accounts<User>): RouteRight[] {
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
    request.account = await authenticate(accounts, request, reply);
    if (!may(request.account.role, permission))
      throw new HttpError(forbidden ?? 403, "wrong context");
  });
  return rights;
}

async function authenticate(
  accounts: Accounts<User>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Account<User>> {
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
  // Two header lines, one per algorithm: a phone reads the first, others choose (RFC 7616, section 3.7).
  reply.raw.setHeader("www-authenticate", verdict.challenges);
  throw new HttpError(401, "authentication required");
}
