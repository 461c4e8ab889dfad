import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Accounts, type FailureLog, Sessions, sessionKey } from "./accounts/index.js";
import type { Settings } from "./config/index.js";
import { registerFeedV1 } from "./feed/index.js";
import { registerFeedV2 } from "./feed-v2/index.js";
import { type App, createApp } from "./http/index.js";
import type { Logger } from "./logging/index.js";
import { sipServersFor } from "./phone/index.js";
import { createLinks, createNetworks, DeviceAccounts } from "./provisioning/index.js";
import type { Rooms } from "./rooms.js";
import { healthOf, metricsOf } from "./self-report.js";
import { createSystem } from "./system/index.js";
import { registerWebClient } from "./web-client/index.js";
import type { User } from "./xml-state/index.js";

const WEB_CLIENT = fileURLToPath(new URL("../../web/dist/client", import.meta.url));

/** The doors: REST, WebSockets, phones' files and the browser client, each over the rooms it needs. */
export async function createWebApp(settings: Settings, rooms: Rooms, logger: Logger): Promise<App> {
  const { xmlState, live, users, conferences, control } = rooms;
  const { contexts, tlsCert, tlsKey } = settings;
  let clients = () => 0;
  const metrics = metricsOf(rooms, () => clients());
  rooms.stories.on("alarm", (_conference, _file, trouble) =>
    metrics.recordingTroubles.inc({ trouble }),
  );
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
    stories: rooms.stories,
    keeper: rooms.keeper,
    formatsFor: (recording) => rooms.keeper.formatsFor(recording),
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
    stories: rooms.stories,
    commands: rooms.commands,
    xmlState,
    contexts,
    sessions,
    logger: logger.child({ room: "feed" }),
  });
  clients = () => feed.clients + feedV2.clients;
  registerWebClient(app.fastify, {
    folder: settings.webDir ?? WEB_CLIENT,
    ownFolder: WEB_CLIENT,
    logger,
    switches: (page) => sipServersFor(settings, xmlState.current.globals, page),
  });
  return app;
}

function ownVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
