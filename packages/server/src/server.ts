import type { AddressInfo } from "node:net";
import type { Settings } from "./config/index.js";
import type { App, RouteRight } from "./http/index.js";
import type { LiveStateRoom } from "./live-state/index.js";
import type { Logger } from "./logging/index.js";
import { createRooms, type Rooms, type ServerOptions } from "./rooms.js";
import { createWebApp } from "./web-app.js";
import type { XmlStateRoom } from "./xml-state/index.js";

export type { ServerOptions } from "./rooms.js";

export interface RunningServer {
  /** Where it listens, with the port that the system chose when 0 was asked for. */
  readonly url: string;
  readonly rights: readonly RouteRight[];
  /** Resolves once the switch has been read for the first time; requests are answered before. */
  readonly ready: Promise<void>;
  /** Takes no more requests, lets running changes end, closes every socket. */
  stop(): Promise<void>;
}

/** How long requests under way may take once the server is to stop. */
const STOP_GRACE_MS = 3000;

/** Everything that makes up the server, from the settings to the rooms. */
export async function startServer(
  settings: Settings,
  options: ServerOptions,
): Promise<RunningServer> {
  const rooms = createRooms(settings, options);
  const { switch: switch_, xmlState, live, queue } = rooms;
  const quieten = logTransitions(rooms, options.logger);
  const recovery = await queue.start();
  if (recovery.undone > 0 || recovery.completed > 0)
    options.logger.warn({ room: "changes", recovery }, "repaired an interrupted change");
  await rooms.archive.open();
  const app = await createWebApp(settings, rooms, options.logger);
  const ready = firstReading(xmlState, live);
  await app.fastify.listen({ host: settings.httpHost, port: settings.httpPort });
  rooms.phones.listening((app.fastify.server.address() as AddressInfo).port);
  rooms.keeper.open();
  switch_.start();
  return {
    url: urlOf(app, settings),
    rights: app.rights,
    ready,
    async stop() {
      // Whoever waits for a conversion is answered now.
      await rooms.keeper.close();
      await closeSoon(app);
      await queue.stop();
      await rooms.stories.close();
      rooms.notes.close();
      rooms.phones.close();
      live.close();
      xmlState.close();
      quieten();
      await switch_.stop();
    },
  };
}

/** A client that does not read what it asked for would keep the server from closing for ever. */
async function closeSoon({ fastify }: App): Promise<void> {
  const late = setTimeout(() => fastify.server.closeAllConnections(), STOP_GRACE_MS);
  await fastify.close();
  clearTimeout(late);
}

function firstReading(xmlState: XmlStateRoom, live: LiveStateRoom): Promise<void> {
  const configuration = new Promise<void>((resolve) => xmlState.once("changed", () => resolve()));
  const calls = new Promise<void>((resolve) => {
    const done = () => {
      live.off("synced", done);
      resolve();
    };
    live.on("synced", done);
  });
  return Promise.all([configuration, calls]).then(() => {});
}

/** @returns a function to call before the link is let go of on purpose. */
function logTransitions({ switch: switch_, xmlState, live }: Rooms, logger: Logger): () => void {
  const log = logger.child({ room: "switch" });
  switch_.on("up", () => log.info("the link to the switch is up"));
  const onDown = (error: Error) =>
    log.warn({ error: error.message }, "the link to the switch is down");
  switch_.on("down", onDown);
  xmlState.on("changed", ({ version, users, conferences }) => {
    const counts = { version, users: users.length, conferences: conferences.length };
    logger.info({ room: "xml-state", ...counts }, "the configuration has been read");
  });
  xmlState.on("refreshFailed", (err) =>
    logger.warn({ room: "xml-state", err }, "reading the configuration failed"),
  );
  live.on("syncFailed", (err) => logger.warn({ room: "live-state", err }, "a snapshot failed"));
  return () => switch_.off("down", onDown);
}

function urlOf({ fastify }: App, { httpHost, tlsCert }: Settings): string {
  const { port } = fastify.server.address() as AddressInfo;
  const any = httpHost === "0.0.0.0" || httpHost === "::";
  const host = any ? "127.0.0.1" : httpHost.includes(":") ? `[${httpHost}]` : httpHost;
  return `${tlsCert ? "https" : "http"}://${host}:${port}/`;
}
