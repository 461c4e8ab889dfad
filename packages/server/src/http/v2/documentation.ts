import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { BASE_V2 } from "@parley/protocol";
import type { FastifyInstance, FastifyReply } from "fastify";
import { openApiDocument } from "./openapi.js";

/** Of the viewer's files, those its page loads. */
const FILES = ["swagger-ui.css", "index.css", "swagger-ui-bundle.js", "favicon-32x32.png"];
const OPEN = { config: { open: true } } as const;

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Parley API v2</title>
    <link rel="stylesheet" href="docs/swagger-ui.css" />
    <link rel="stylesheet" href="docs/index.css" />
    <link rel="icon" type="image/png" href="docs/favicon-32x32.png" />
  </head>
  <body>
    <div id="viewer"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;

/** Requests that are tried from the page are changes asked for by a page of ours. */
const START = `SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#viewer",
  deepLinking: true,
  requestInterceptor: (request) => {
    request.headers["x-parley"] = "1";
    return request;
  },
});
`;

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** `/api/v2/openapi.json`, and `/api/v2/docs` to read it and try it out. Made when first asked for. */
export function registerDocumentation(app: FastifyInstance, version: string): void {
  let document: string | undefined;
  app.get(`${BASE_V2}/openapi.json`, OPEN, (_request, reply) => {
    document ??= JSON.stringify(openApiDocument(version));
    return reply.type("application/json").send(document);
  });
  const send = (reply: FastifyReply, type: string, text: string) =>
    reply.header("content-security-policy", POLICY).type(type).send(text);
  app.get(`${BASE_V2}/docs`, OPEN, (_request, reply) =>
    send(reply, "text/html; charset=utf-8", PAGE),
  );
  app.get(`${BASE_V2}/docs/start.js`, OPEN, (_request, reply) =>
    send(reply, "text/javascript; charset=utf-8", START),
  );
  const folder = viewerFolder();
  for (const file of FILES)
    app.get(`${BASE_V2}/docs/${file}`, OPEN, (_request, reply) => reply.sendFile(file, folder));
}

/** The viewer's files as fastify's own plugin carries them; the plugin itself would slow down every start. */
export function viewerFolder(): string {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve("@fastify/swagger-ui/package.json")), "static");
}
