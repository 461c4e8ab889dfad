import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  createLogger,
  DEFAULT_CONTEXTS,
  prepareDataDir,
  type RunningServer,
  type Settings,
  startServer,
} from "@parley/server";
import type { Softswitch } from "@parley/softswitch";
import { DigestClient, type Login } from "../../_util/digest-client.js";
import { TREE } from "../../_util/system.js";
import { Control } from "../../phones/harness/control.js";
import { freePorts } from "../../phones/harness/ports.js";
import { SWITCH } from "../../phones/harness/switches.js";
import { Rooms } from "./rooms.js";
import { prepareSwitch, type SiteSwitch } from "./switches.js";

const HOST = "127.0.0.1";

/** The client as `npm test` has built it; another build where the environment names one. */
export const CLIENT =
  process.env["PARLEY_TEST_CLIENT"] ??
  fileURLToPath(new URL("../../../packages/web/dist/client", import.meta.url));

export interface Person extends Login {
  readonly id: string;
  readonly context: string;
}

const PEOPLE = [
  { name: "Tess Team", context: "team" },
  { name: "Toni Team", context: "team" },
  { name: "Zoë O'Brien & Söhne", context: "friends" },
  { name: "Paul Public", context: "public" },
] as const;

export interface People {
  readonly admin: Login;
  readonly tess: Person;
  readonly toni: Person;
  readonly zoe: Person;
  readonly paul: Person;
}

/** A switch with phones and a server with the browser client, each of which can be ended and started again in its place. */
export class Site {
  readonly recordingsDir: string;
  readonly rooms = new Rooms(this);
  people!: People;
  #server: RunningServer | undefined;
  #control: Control | undefined;

  private constructor(
    private readonly dataDir: string,
    readonly confDir: string,
    readonly at: SiteSwitch,
    private readonly httpPort: number,
    private readonly overrides: Partial<Settings>,
  ) {
    this.recordingsDir = join(dataDir, "recordings");
  }

  static async start(overrides: Partial<Settings> = {}): Promise<Site> {
    const dataDir = mkdtempSync(join(tmpdir(), "parley-browser-"));
    const made = prepareDataDir({ dataDir, treeDir: TREE });
    if (!made) throw new Error("the data folder was not fresh");
    const at = await prepareSwitch(dataDir, made.confDir);
    const [http = 0] = await freePorts(1);
    const site = new Site(dataDir, made.confDir, at, http, overrides);
    try {
      await site.startSwitch();
      await site.startServer();
      site.#control = await Control.open(HOST, at.eslPort, at.eslPassword);
      site.people = await addPeople(site.url, made.login);
      return site;
    } catch (error) {
      await site.stop();
      throw error;
    }
  }

  /** The stand-in. @throws Error where a real switch runs, or none */
  get softswitch(): Softswitch {
    return this.at.softswitch;
  }

  get server(): RunningServer {
    if (!this.#server) throw new Error("the server is away");
    return this.#server;
  }

  /** A session of the test's own on the event socket. */
  get control(): Control {
    if (!this.#control) throw new Error("the site has not started");
    return this.#control;
  }

  get url(): string {
    return `http://${HOST}:${this.httpPort}`;
  }

  startSwitch(): Promise<void> {
    return this.at.start();
  }

  stopSwitch(): Promise<void> {
    return this.at.stop();
  }

  async startServer(): Promise<void> {
    const settings: Settings = {
      switch: SWITCH === "FreeSWITCH" ? "freeswitch" : "softswitch",
      eslHost: HOST,
      eslPort: this.at.eslPort,
      eslPassword: this.at.eslPassword,
      confDir: this.confDir,
      recordingsDir: this.recordingsDir,
      dataDir: this.dataDir,
      httpHost: HOST,
      httpPort: this.httpPort,
      publicHost: HOST,
      webDir: CLIENT,
      sipServers: [this.at.wsUrl],
      iceServers: [],
      phoneCodecs: [],
      console: true,
      logLevel: "silent",
      contexts: [...DEFAULT_CONTEXTS],
      ...this.overrides,
    };
    this.#server = await startServer(settings, { logger: createLogger(settings.logLevel) });
    await this.#server.ready;
  }

  async stopServer(): Promise<void> {
    await this.#server?.stop();
    this.#server = undefined;
  }

  async stop(): Promise<void> {
    await this.stopServer();
    await this.#control?.close();
    await this.stopSwitch();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

async function addPeople(url: string, admin: Login): Promise<People> {
  const items = PEOPLE.map((each, index) => ({
    ...each,
    email: `person${index}@example.org`,
    password: `password-of-${index}`,
  }));
  const { status, body } = await new DigestClient(url, admin).post("/api/users/add", items);
  const done = body["done"] as Person[];
  if (status !== 200 || done.length !== items.length)
    throw new Error(`people: ${JSON.stringify(body)}`);
  const of = (wanted: string): Person => {
    const found = done.find(({ name }) => name === wanted);
    if (!found) throw new Error(`nobody is called ${wanted}`);
    return found;
  };
  return {
    admin,
    tess: of(PEOPLE[0].name),
    toni: of(PEOPLE[1].name),
    zoe: of(PEOPLE[2].name),
    paul: of(PEOPLE[3].name),
  };
}
