import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sendFile } from "../http/index.js";
import { contentTypeOf } from "./content-types.js";
import { findFile } from "./find-file.js";
import type { PageOrigin } from "./plugin.js";
import { foreignPolicy } from "./policy.js";

export interface ForeignClientOptions {
  /** The folder's real path. */
  readonly folder: string;
  readonly switches: (page: PageOrigin) => readonly string[];
}

/**
 * Serves a client of somebody else's as the plain files it consists of, each at its path. It has no form to sign in
 * with: like the ancestor's it relies on the browser, which asks for name and password when the page is opened and from
 * then on sends the digest with every request to v1. So nothing of it is for anybody who is not a user.
 */
export function registerForeignClient(app: FastifyInstance, options: ForeignClientOptions): void {
  const config = { permission: "self.read" } as const;
  app.get("/", { config }, (request, reply) => send(request, reply, "", options));
  app.get<{ Params: { "*": string } }>("/*", { config }, (request, reply) =>
    send(request, reply, request.params["*"], options),
  );
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  { folder, switches }: ForeignClientOptions,
): Promise<FastifyReply> {
  // Below `/api/` there is the interface alone: a file there would hide that a route is missing.
  const file = path.startsWith("api/") ? undefined : await findFile(folder, path);
  if (!file) {
    reply.callNotFound();
    return reply;
  }
  const page = { host: request.hostname, secure: request.protocol === "https" };
  reply
    .header("content-security-policy", foreignPolicy(page, switches(page)))
    .header("permissions-policy", "camera=(self), microphone=(self), display-capture=(self)")
    .type(contentTypeOf(file.name));
  return sendFile(request, reply, file);
}
