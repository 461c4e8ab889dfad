import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  createLogger,
  DEFAULT_CONTEXTS,
  prepareDataDir,
  type RunningServer,
  type ServerOptions,
  type Settings,
  startServer,
} from "@parley/server";
import { createSoftswitch, type Softswitch } from "@parley/softswitch";
import { DigestClient, type Login } from "./digest-client.js";

export const TREE = fileURLToPath(new URL("../../freeswitch/conf", import.meta.url));

/** A softswitch and a server on free ports of the loopback, with a data folder of their own. */
export interface TestSystem {
  readonly dataDir: string;
  readonly confDir: string;
  readonly admin: Login;
  readonly softswitch: Softswitch;
  readonly server: RunningServer;
  readonly settings: Settings;
  client(login?: Login, algorithm?: "MD5" | "SHA-256"): DigestClient;
  /** Adds one user of each context and says how each signs in. */
  people(): Promise<Record<"team" | "friends" | "public", Login & { id: string }>>;
  stop(): Promise<void>;
}

export async function startSystem(
  overrides: Partial<Settings> = {},
  options: Partial<ServerOptions> = {},
): Promise<TestSystem> {
  const dataDir = mkdtempSync(join(tmpdir(), "parley-system-"));
  const made = prepareDataDir({ dataDir, treeDir: TREE });
  if (!made) throw new Error("the data folder was not fresh");
  const recordingsDir = join(dataDir, "recordings");
  const confDir = made.confDir;
  const eslPassword = "for-tests-only";
  const softswitch = createSoftswitch({
    confDir,
    recordingsDir,
    host: "127.0.0.1",
    eslPort: 0,
    eslPassword,
  });
  const { eslPort } = await softswitch.start();
  const settings: Settings = {
    switch: "softswitch",
    eslHost: "127.0.0.1",
    eslPort,
    eslPassword,
    confDir,
    recordingsDir,
    dataDir,
    httpHost: "127.0.0.1",
    httpPort: 0,
    publicHost: "127.0.0.1",
    sipServers: [],
    iceServers: [],
    phoneCodecs: [],
    console: false,
    logLevel: "silent",
    contexts: [...DEFAULT_CONTEXTS],
    ...overrides,
  };
  const server = await startServer(settings, {
    logger: createLogger(settings.logLevel),
    ...options,
  });
  await server.ready;
  const client = (login: Login = made.login, algorithm?: "MD5" | "SHA-256") =>
    new DigestClient(server.url, login, algorithm);
  return {
    dataDir,
    confDir,
    admin: made.login,
    softswitch,
    server,
    settings,
    client,
    people: () => addPeople(client()),
    async stop() {
      await server.stop();
      await softswitch.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const PEOPLE = {
  team: "Tess Team",
  friends: "Zoë O'Brien & Söhne",
  public: "Paul Public",
} as const;

async function addPeople(admin: DigestClient) {
  const items = Object.entries(PEOPLE).map(([context, name]) => ({
    name,
    context,
    email: `${context}@example.org`,
    password: `${context}-password`,
  }));
  const { status, body } = await admin.post("/api/users/add", items);
  const done = body["done"] as { id: string; name: string; password: string; context: string }[];
  if (status !== 200 || done.length !== 3) throw new Error(`people: ${JSON.stringify(body)}`);
  const of = (context: keyof typeof PEOPLE) => done.find((user) => user.context === context)!;
  return { team: of("team"), friends: of("friends"), public: of("public") };
}
