import { existsSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { contentSecurityPolicy, Page } from "./page.js";

export interface WebClientOptions {
  /** The built client: `index.html` and `assets/` with hashed names. */
  readonly folder: string;
  /** Addresses of SIP over WebSocket that a page from there may reach. */
  readonly switches: (page: { host: string; secure: boolean }) => readonly string[];
}

const YEAR_SECONDS = 31_536_000;

/** Serves the browser client below `/`. Without a built client there is nothing to serve, and the server says 404 as ever. */
export function registerWebClient(app: FastifyInstance, options: WebClientOptions): void {
  if (!existsSync(join(options.folder, "index.html"))) return;
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
