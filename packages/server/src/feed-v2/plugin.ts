import type { Socket } from "node:net";
import { BASE_V2 } from "@parley/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Account } from "../accounts/index.js";
import { ensureWebSockets } from "../feed/index.js";
import { isSameSite, SESSION_COOKIE } from "../http/index.js";
import type { User } from "../xml-state/index.js";
import type { FeedV2Dependencies } from "./dependencies.js";
import { FeedV2 } from "./feed.js";

/** RFC 6455 leaves 4000 to 4999 to applications: no valid session. */
const CLOSE_SIGNED_OUT = 4401;

/**
 * Serves the WebSocket `/api/v2/feed`. Who has no session is let in and closed with 4401 at once: a page cannot see
 * the status of a refused handshake, so it could not tell a lost session from a lost network.
 */
export async function registerFeedV2(
  app: FastifyInstance,
  rooms: FeedV2Dependencies,
): Promise<FeedV2> {
  await ensureWebSockets(app);
  const feed = new FeedV2(rooms);
  const accounts = new WeakMap<object, Account<User>>();
  const authenticate = async (request: FastifyRequest, reply: FastifyReply) => {
    // Browsers send cookies with a WebSocket of any page, and always say which page it is.
    if (!isSameSite(request)) return reply.code(403).send({ error: "from another site" });
    const token = request.cookies[SESSION_COOKIE];
    const open = token === undefined ? undefined : await rooms.sessions.read(token);
    if (open) accounts.set(request.raw, open.account);
  };
  await app.register(async (scope) => {
    scope.get(
      `${BASE_V2}/feed`,
      { websocket: true, preValidation: authenticate, config: { open: true } },
      (socket, request) => {
        const account = accounts.get(request.raw);
        const { socket: transport } = request.raw as { readonly socket?: Socket };
        if (account) feed.connect(socket, transport, account);
        else socket.close(CLOSE_SIGNED_OUT, "sign in first");
      },
    );
  });
  app.addHook("preClose", async () => feed.close());
  return feed;
}
