import { may } from "@parley/protocol";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Accounts } from "../accounts/index.js";
import type { Metrics } from "../metrics/index.js";
import type { User } from "../xml-state/index.js";
import { HttpError } from "./errors.js";

export interface HealthDependencies {
  readonly accounts: Accounts<User>;
  readonly metrics: Metrics;
  readonly health: () => Health;
}

/** `degraded`: answers from the last known state while the switch is away; changes are refused with 503. */
export interface Health {
  readonly status: "ok" | "degraded" | "starting";
  readonly switch: { readonly connected: boolean; readonly since?: string };
  readonly xmlState: { readonly version: number; readonly ageSeconds: number | null };
  /** `full`: nothing can be recorded for want of room. */
  readonly recordings: { readonly full: boolean };
}

/** `/health` for load balancers and `/metrics` for Prometheus. */
export function registerHealth(app: FastifyInstance, rooms: HealthDependencies): void {
  app.get("/health", { config: { open: true } }, (_request, reply) => {
    const health = rooms.health();
    if (health.status === "starting") reply.code(503);
    return health;
  });
  app.get("/metrics", { config: { open: true } }, async (request, reply) => {
    if (!isLocal(request)) await requireAdministrator(rooms.accounts, request);
    return reply.type(rooms.metrics.contentType).send(await rooms.metrics.text());
  });
}

/** A scraper on this machine; whatever a proxy forwards comes from elsewhere. */
function isLocal(request: FastifyRequest): boolean {
  const forwarded = request.headers["x-forwarded-for"] ?? request.headers.forwarded;
  return (
    forwarded === undefined && /^(127\.|::1$|::ffff:127\.)/.test(request.socket.remoteAddress ?? "")
  );
}

async function requireAdministrator(
  accounts: Accounts<User>,
  request: FastifyRequest,
): Promise<void> {
  const verdict = await accounts.authenticate({
    method: request.method,
    url: request.raw.url ?? "",
    authorization: request.headers.authorization,
    address: request.ip,
  });
  if (verdict.kind === "account" && may(verdict.account.role, "system.read")) return;
  const headers =
    verdict.kind === "challenge" ? { "www-authenticate": verdict.challenges[0]! } : {};
  throw new HttpError(
    verdict.kind === "account" ? 403 : 401,
    "for administrators",
    undefined,
    headers,
  );
}
