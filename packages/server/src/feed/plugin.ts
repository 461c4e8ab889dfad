import type { Socket } from "node:net";
import websocket from "@fastify/websocket";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Account } from "../accounts/index.js";
import type { User } from "../xml-state/index.js";
import type { FeedDependencies } from "./dependencies.js";
import { Feed } from "./feed.js";
import { loginOf } from "./login.js";

/** No request of the contract is anywhere near this long. */
const MAX_FRAME_BYTES = 64 * 1024;

/** The one WebSocket server of the application, for the feeds of every version. */
export async function ensureWebSockets(app: FastifyInstance): Promise<void> {
  if (app.hasDecorator("websocketServer")) return;
  await app.register(websocket, {
    options: { maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false },
  });
}

/** Serves the WebSocket `/api/live`. The feed lives as long as the application. */
export async function registerFeedV1(app: FastifyInstance, rooms: FeedDependencies): Promise<Feed> {
  await ensureWebSockets(app);
  const feed = new Feed(rooms);
  const accounts = new WeakMap<object, Account<User>>();
  const authenticate = async (request: FastifyRequest, reply: FastifyReply) => {
    const login = loginOf(request.raw.url ?? "");
    const account = login && (await rooms.accounts.login(login.name, login.password, request.ip));
    if (!account) return reply.code(401).send({ error: "wrong name or password" });
    accounts.set(request.raw, account);
  };
  await app.register(async (scope) => {
    scope.get(
      "/api/live",
      { websocket: true, preValidation: authenticate, config: { open: true } },
      (socket, request) => {
        const account = accounts.get(request.raw);
        if (account) feed.connect(socket, transportOf(request), account);
        else socket.terminate();
      },
    );
  });
  app.addHook("preClose", async () => feed.close());
  return feed;
}

function transportOf(request: FastifyRequest): Socket | undefined {
  // An injected connection of a test has no socket of its own.
  return (request.raw as { readonly socket?: Socket }).socket;
}
