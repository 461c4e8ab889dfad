import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Accounts, type FailureLog, Sessions, sessionKey } from "./accounts/index.js";
import { createArchive } from "./archive/index.js";
import { ChangeQueue, createTreeStore } from "./changes/index.js";
import { createConferencesService } from "./conferences/index.js";
import type { Settings } from "./config/index.js";
import { registerFeedV1 } from "./feed/index.js";
import { registerFeedV2 } from "./feed-v2/index.js";
import { type App, createApp, type Health, type RouteRight } from "./http/index.js";
import { createLiveCommands, promptsBelow } from "./live-commands/index.js";
import { createLiveNotes } from "./live-notes/index.js";
import {
  createConferenceControl,
  createLiveState,
  type LiveStateRoom,
} from "./live-state/index.js";
import type { Logger } from "./logging/index.js";
import { createMetrics, type Metrics } from "./metrics/index.js";
import { sipServersFor } from "./phone/index.js";
import { createLinks, createNetworks, createPhones, DeviceAccounts } from "./provisioning/index.js";
import { createRecordings } from "./recordings/index.js";
import { createSwitch, type Switch } from "./switch/index.js";
import { createSystem } from "./system/index.js";
import { createUsersService } from "./users/index.js";
import { registerWebClient } from "./web-client/index.js";
import { createXmlState, type User, type XmlStateRoom } from "./xml-state/index.js";

export interface ServerOptions {
  readonly logger: Logger;
  /** Holds `user.xml` and `conference.xml`; Parley's own unless told. */
  readonly templatesDir?: string;
}

export interface RunningServer {
  /** Where it listens, with the port that the system chose when 0 was asked for. */
  readonly url: string;
  readonly rights: readonly RouteRight[];
  /** Resolves once the switch has been read for the first time; requests are answered before. */
  readonly ready: Promise<void>;
  /** Takes no more requests, lets running changes end, closes every socket. */
  stop(): Promise<void>;
}

const WEB_CLIENT = fileURLToPath(new URL("../../web/dist/client", import.meta.url));
/** How long requests under way may take once the server is to stop. */
const STOP_GRACE_MS = 3000;
const TEMPLATES = fileURLToPath(new URL("../../../freeswitch/templates", import.meta.url));

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
  switch_.start();
  return {
    url: urlOf(app, settings),
    rights: app.rights,
    ready,
    async stop() {
      await closeSoon(app);
      await queue.stop();
      rooms.notes.close();
      rooms.phones.close();
      live.close();
      xmlState.close();
      quieten();
      await switch_.stop();
    },
  };
}

type Rooms = ReturnType<typeof createRooms>;

function createRooms(settings: Settings, { logger, templatesDir = TEMPLATES }: ServerOptions) {
  const { contexts, confDir, dataDir } = settings;
  const switch_: Switch = createSwitch({
    host: settings.eslHost,
    port: settings.eslPort,
    password: settings.eslPassword,
    ...(settings.eslUser === undefined ? {} : { user: settings.eslUser }),
  });
  const xmlState = createXmlState(switch_, contexts);
  const live = createLiveState(switch_);
  const store = createTreeStore({ confDir, dataDir, templatesDir, contexts });
  const queue = new ChangeQueue({
    store,
    switch: switch_,
    xmlState,
    onTrouble: (what, err) => logger.error({ room: "changes", err }, what),
  });
  const archive = createArchive({
    confDir,
    folder: join(dataDir, "archive"),
    door: queue,
    contexts,
    globals: () => xmlState.current.globals,
  });
  const service = { queue, xmlState, contexts };
  const phones = createPhones({
    settings,
    xmlState,
    liveState: () => live.current,
    switch: switch_,
    templatesDir,
    logger,
  });
  const users = createUsersService({ ...service, provision: (all) => phones.provision(all) });
  const conferences = createConferencesService(service);
  const recordingsDir = () =>
    settings.recordingsDir ?? xmlState.current.globals["recordings_dir"] ?? "";
  const recordings = createRecordings({
    folder: recordingsDir,
    xmlState: () => xmlState.current,
    liveState: () => live.current,
  });
  const control = createConferenceControl({
    switch: switch_,
    state: () => live.current,
    recordingsDir,
    typeOf: ({ name, profile }) => xmlState.current.conferenceByName(name)?.type ?? profile,
    onEffectFailed: (effect, error) => {
      const message = error instanceof Error ? error.message : String(error);
      logger.warn({ room: "live-state", effect, error: message }, "an effect failed");
    },
  });
  live.on("happened", (event, before) => control.handle(event, before));
  const notes = createLiveNotes(live);
  const prompts = promptsBelow(() => xmlState.current.globals["sound_prefix"] ?? "");
  const commands = createLiveCommands({
    switch: switch_,
    control,
    live,
    notes,
    xmlState: () => xmlState.current,
    contexts,
    prompts,
  });
  return {
    switch: switch_,
    xmlState,
    live,
    queue,
    archive,
    users,
    conferences,
    control,
    notes,
    prompts,
    commands,
    recordings,
    phones,
  };
}

async function createWebApp(settings: Settings, rooms: Rooms, logger: Logger): Promise<App> {
  const { xmlState, live, users, conferences, control } = rooms;
  const { contexts, tlsCert, tlsKey } = settings;
  let clients = () => 0;
  const metrics = metricsOf(rooms, () => clients());
  const onFailure: FailureLog = ({ name, address, way }) => {
    metrics.failedLogins.inc({ way });
    const line = { room: "accounts", event: "login failed", name, address, way };
    logger.warn(line, `failed login of ${JSON.stringify(name)} from ${address}`);
  };
  const accounts = new Accounts<User>({ directory: () => xmlState.current, contexts, onFailure });
  const key = sessionKey(join(settings.dataDir, "session-key"));
  const sessions = new Sessions<User>({
    key,
    userById: (id) => xmlState.current.userById(id),
    contexts,
  });
  const system = createSystem({
    version: ownVersion(),
    switch: rooms.switch,
    host: settings.eslHost,
    port: settings.eslPort,
    live,
    xmlState,
    clients: () => clients(),
  });
  const app = await createApp({
    version: ownVersion(),
    system,
    accounts,
    sessions,
    provisioning: rooms.phones.provisioning,
    deviceAccounts: new DeviceAccounts({ xmlState: () => xmlState.current, contexts, onFailure }),
    links: createLinks(key),
    phoneNetworks: createNetworks(settings.phoneNetworks ?? []),
    consoleAllowed: settings.console,
    phone: settings,
    commands: rooms.commands,
    recordings: rooms.recordings,
    archive: rooms.archive,
    prompts: rooms.prompts,
    liveState: () => live.current,
    contexts,
    users,
    conferences,
    metrics,
    logger,
    xmlState: () => xmlState.current,
    health: () => healthOf(rooms),
    ...(tlsCert && tlsKey
      ? { tls: { cert: readFileSync(tlsCert), key: readFileSync(tlsKey) } }
      : {}),
  });
  const feed = await registerFeedV1(app.fastify, {
    live,
    xmlState,
    control,
    contexts,
    accounts,
    logger: logger.child({ room: "feed" }),
  });
  app.fastify.addHook("onClose", async () => system.close());
  const feedV2 = await registerFeedV2(app.fastify, {
    switch: rooms.switch,
    live,
    notes: rooms.notes,
    commands: rooms.commands,
    xmlState,
    contexts,
    sessions,
    logger: logger.child({ room: "feed" }),
  });
  clients = () => feed.clients + feedV2.clients;
  registerWebClient(app.fastify, {
    folder: settings.staticDir ?? WEB_CLIENT,
    switches: (page) => sipServersFor(settings, xmlState.current.globals, page),
  });
  return app;
}

/** A client that does not read what it asked for would keep the server from closing for ever. */
async function closeSoon({ fastify }: App): Promise<void> {
  const late = setTimeout(() => fastify.server.closeAllConnections(), STOP_GRACE_MS);
  await fastify.close();
  clearTimeout(late);
}

function ownVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

function metricsOf(
  { switch: switch_, xmlState, live, queue }: Rooms,
  clients: () => number,
): Metrics {
  const members = () => {
    let sum = 0;
    for (const { members } of live.current.conferences.values()) sum += members.size;
    return sum;
  };
  const prefixed = Object.entries(queue.counters).map(([name]) => `change_${name}`);
  return createMetrics({
    switchConnected: () => switch_.connected,
    switchCounters: () => {
      const changes = Object.values(queue.counters);
      const own = Object.fromEntries(prefixed.map((name, index) => [name, changes[index] ?? 0]));
      return { ...switch_.counters, ...own };
    },
    liveConferences: () => live.current.conferences.size,
    liveMembers: members,
    registrations: () => live.current.registrations.size,
    users: () => xmlState.current.users.length,
    conferences: () => xmlState.current.conferences.length,
    xmlStateAgeSeconds: () => ageSeconds(xmlState) ?? 0,
    webSocketClients: clients,
  });
}

function healthOf({ switch: switch_, xmlState }: Rooms): Health {
  const { version } = xmlState.current;
  const status = switch_.linkStatus;
  const since = status.state === "up" ? { since: new Date(status.since).toISOString() } : {};
  return {
    status: version === 0 ? "starting" : switch_.connected ? "ok" : "degraded",
    switch: { connected: switch_.connected, ...since },
    xmlState: { version, ageSeconds: ageSeconds(xmlState) ?? null },
  };
}

function ageSeconds({ current }: XmlStateRoom): number | undefined {
  return current.version === 0 ? undefined : (Date.now() - current.loadedAt) / 1000;
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
