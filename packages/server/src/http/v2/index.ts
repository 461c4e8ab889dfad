import type { FastifyInstance } from "fastify";
import { type LiveDependencies, liveHandlers } from "./live.js";
import { type PhoneDependencies, phoneHandlers } from "./phone.js";
import { registerRoutes } from "./routes.js";
import { type SessionDependencies, sessionHandlers } from "./session.js";

/** What REST v2 needs of the other rooms. */
export interface HttpV2Dependencies
  extends SessionDependencies,
    PhoneDependencies,
    LiveDependencies {}

/** REST v2: the protocol's table of routes, each answered by the room it belongs to. */
export function registerHttpV2(app: FastifyInstance, rooms: HttpV2Dependencies): void {
  registerRoutes(app, sessionHandlers(rooms));
  registerRoutes(app, phoneHandlers(rooms));
  registerRoutes(app, liveHandlers(rooms));
}
