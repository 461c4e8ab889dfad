import { realpathSync } from "node:fs";
import type { FastifyInstance } from "fastify";
import type { Logger } from "../logging/index.js";
import { registerForeignClient } from "./foreign.js";
import { kindOf } from "./kind.js";
import { registerOwnClient } from "./own.js";

/** Where a page was loaded from: its host without the port, and whether by TLS. */
export interface PageOrigin {
  readonly host: string;
  readonly secure: boolean;
}

export interface WebClientOptions {
  /** The folder to serve: a build of Parley's client, or any other client with its `index.html`. */
  readonly folder: string;
  /** Where Parley's own client has been built. */
  readonly ownFolder: string;
  /** Addresses of SIP over WebSocket that a page from there may reach. */
  readonly switches: (page: PageOrigin) => readonly string[];
  readonly logger: Logger;
}

/** Serves the browser client below `/`. Without a page there is nothing to serve, and the server says 404 as ever. */
export function registerWebClient(app: FastifyInstance, options: WebClientOptions): void {
  const { folder, ownFolder, switches, logger } = options;
  const kind = kindOf(folder, ownFolder);
  if (kind === "own") registerOwnClient(app, { folder, switches });
  else if (kind === "foreign")
    registerForeignClient(app, { folder: realpathSync(folder), switches });
  else if (folder !== ownFolder)
    logger.warn({ room: "web-client", folder }, "there is no index.html: no web client is served");
}
