import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { contentSecurityPolicy, Page } from "./page.js";
import type { PageOrigin } from "./plugin.js";

export interface OwnClientOptions {
  /** The built client: `index.html` and `assets/` with hashed names. */
  readonly folder: string;
  readonly switches: (page: PageOrigin) => readonly string[];
}

const YEAR_SECONDS = 31_536_000;

/** Serves Parley's own client to anybody: it signs in by itself. */
export function registerOwnClient(app: FastifyInstance, options: OwnClientOptions): void {
  const page = new Page(options.folder);
  const sendPage = (request: FastifyRequest, reply: FastifyReply) => {
    const { html, nonce } = page.render();
    const origin = { host: request.hostname, secure: request.protocol === "https" };
    return reply
      .header("content-security-policy", contentSecurityPolicy(nonce, options.switches(origin)))
      .header("permissions-policy", "camera=(self), microphone=(self)")
      .header("cache-control", "no-cache")
      .type("text/html; charset=utf-8")
      .send(html);
  };
  app.get("/", { config: { open: true } }, (request, reply) => sendPage(request, reply));
  app.get("/assets/*", { config: { open: true } }, (request, reply) =>
    reply
      .header("cache-control", `public, max-age=${YEAR_SECONDS}, immutable`)
      .sendFile(`assets/${(request.params as { "*": string })["*"]}`, options.folder),
  );
  app.get("/parley.svg", { config: { open: true } }, (_request, reply) =>
    reply.header("cache-control", "public, max-age=86400").sendFile("parley.svg", options.folder),
  );
  // A screen's own address, opened or reloaded: the page finds its way by itself.
  app.get("/*", { config: { open: true } }, (request, reply) =>
    isNavigation(request) ? sendPage(request, reply) : reply.callNotFound(),
  );
}

function isNavigation(request: FastifyRequest): boolean {
  const path = request.url.split("?", 1)[0] ?? "";
  const wantsPage = (request.headers.accept ?? "").includes("text/html");
  return wantsPage && !path.startsWith("/api/") && !/\.[a-z0-9]+$/i.test(path);
}
