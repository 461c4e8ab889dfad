import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import fastifyStatic from "@fastify/static";
import { type FastifyInstance, type FastifyServerOptions, fastify } from "fastify";
import type { Accounts } from "../accounts/index.js";
import { type Logger, redactUrl } from "../logging/index.js";
import type { Metrics } from "../metrics/index.js";
import type { User } from "../xml-state/index.js";
import { guardRoutes, type RouteRight } from "./authentication.js";
import { refusalOf } from "./errors.js";
import { type Health, registerHealth } from "./health.js";
import { acceptJson } from "./json-body.js";
import { type ProvisioningDependencies, registerProvisioning } from "./provisioning.js";
import { endFilesWith } from "./send-file.js";
import { type HttpV1Dependencies, registerHttpV1 } from "./v1/index.js";
import { type HttpV2Dependencies, registerHttpV2, viewerFolder } from "./v2/index.js";

export interface AppDependencies
  extends HttpV1Dependencies,
    HttpV2Dependencies,
    ProvisioningDependencies {
  readonly accounts: Accounts<User>;
  readonly metrics: Metrics;
  readonly health: () => Health;
  readonly logger: Logger;
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
}

/** Room for the largest list of users with long names; far below what would hurt. */
const BODY_LIMIT = 4 * 1024 * 1024;

/** Bodies are checked by the protocol's own schemas. Without these two fastify loads its compilers for JSON Schema at every start. */
const NO_SCHEMAS = {
  buildValidator: refuseSchema,
  buildSerializer: refuseSchema,
};

function refuseSchema(): never {
  throw new Error("Routes have no JSON Schema here");
}

export interface App {
  readonly fastify: FastifyInstance;
  /** Every route of REST v1 and v2 and what it asks for. */
  readonly rights: readonly RouteRight[];
}

/** The HTTP server with everything but the WebSocket, which the room `feed` adds. */
export async function createApp(rooms: AppDependencies): Promise<App> {
  const app = fastify({
    loggerInstance: requestLogger(rooms.logger),
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 512 },
    forceCloseConnections: "idle",
    schemaController: { compilersFactory: NO_SCHEMAS },
    ...(rooms.tls ? { https: rooms.tls } : {}),
  } as FastifyServerOptions) as unknown as FastifyInstance;
  await app.register(helmet, { contentSecurityPolicy: false });
  await app.register(cookie);
  // Routes send files by `reply.sendFile(name, folder)`; none is served by itself.
  await app.register(fastifyStatic, {
    root: viewerFolder(),
    serve: false,
    preCompressed: true,
    cacheControl: false,
  });
  endFilesWith(app);
  acceptJson(app);
  answerErrors(app);
  const rights = guardRoutes(app, rooms);
  measure(app, rooms.metrics);
  registerHealth(app, rooms);
  registerHttpV1(app, rooms);
  registerHttpV2(app, rooms);
  registerProvisioning(app, rooms);
  return { fastify: app, rights };
}

/** Requests are worth a line only when somebody looks for them; addresses may carry a login. */
function requestLogger(logger: Logger): Logger {
  return logger.child(
    { room: "http" },
    {
      serializers: {
        req: (request: { method: string; url: string; ip?: string }) => ({
          method: request.method,
          url: redactUrl(request.url),
          address: request.ip,
        }),
      },
      level: logger.level === "info" ? "warn" : logger.level,
    },
  );
}

function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: Error, request, reply) => {
    const { status, body, headers } = refusalOf(error);
    if (status >= 500 && status !== 503) request.log.error({ err: error }, "request failed");
    return reply.code(status).headers(headers).send(body);
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: "not found" }));
}

function measure(app: FastifyInstance, metrics: Metrics): void {
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "none";
    metrics.requestSeconds.observe(
      { method: request.method, route, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
  });
}
