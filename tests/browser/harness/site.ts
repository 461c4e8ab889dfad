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
import { createSoftswitch, type Softswitch } from "@parley/softswitch";
import { DigestClient, type Login } from "../../_util/digest-client.js";
import { TREE } from "../../_util/system.js";
import { Control } from "../../phones/harness/control.js";
import { freePorts, rtpRange } from "../../phones/harness/ports.js";
import { Rooms } from "./rooms.js";

const HOST = "127.0.0.1";
const ESL_PASSWORD = "for-tests-only";

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

interface Ports {
  readonly esl: number;
  readonly sip: number;
  readonly ws: number;
  readonly http: number;
}

/** A switch with phones and a server with the browser client, each of which can be ended and started again in its place. */
export class Site {
  readonly recordingsDir: string;
  readonly rooms = new Rooms(this);
  people!: People;
  #softswitch: Softswitch | undefined;
  #server: RunningServer | undefined;
  #control: Control | undefined;

  private constructor(
    private readonly dataDir: string,
    private readonly confDir: string,
    private readonly ports: Ports,
    private readonly overrides: Partial<Settings>,
  ) {
    this.recordingsDir = join(dataDir, "recordings");
  }

  static async start(overrides: Partial<Settings> = {}): Promise<Site> {
    const dataDir = mkdtempSync(join(tmpdir(), "parley-browser-"));
    const made = prepareDataDir({ dataDir, treeDir: TREE });
    if (!made) throw new Error("the data folder was not fresh");
    const [esl = 0, sip = 0, ws = 0, http = 0] = await freePorts(4);
    const site = new Site(dataDir, made.confDir, { esl, sip, ws, http }, overrides);
    await site.startSwitch();
    await site.startServer();
    site.#control = await Control.open(HOST, esl, ESL_PASSWORD);
    site.people = await addPeople(site.url, made.login);
    return site;
  }

  get softswitch(): Softswitch {
    if (!this.#softswitch) throw new Error("the switch is away");
    return this.#softswitch;
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
    return `http://${HOST}:${this.ports.http}`;
  }

  get sipPort(): number {
    return this.ports.sip;
  }

  async startSwitch(): Promise<void> {
    const { esl, sip, ws } = this.ports;
    const softswitch = createSoftswitch({
      confDir: this.confDir,
      recordingsDir: this.recordingsDir,
      host: HOST,
      eslPort: esl,
      eslPassword: ESL_PASSWORD,
      sip: { host: HOST, port: sip, wsPort: ws, rtpPorts: rtpRange() },
    });
    await softswitch.start();
    this.#softswitch = softswitch;
  }

  async stopSwitch(): Promise<void> {
    await this.#softswitch?.stop();
    this.#softswitch = undefined;
  }

  async startServer(): Promise<void> {
    const settings: Settings = {
      switch: "softswitch",
      eslHost: HOST,
      eslPort: this.ports.esl,
      eslPassword: ESL_PASSWORD,
      confDir: this.confDir,
      recordingsDir: this.recordingsDir,
      dataDir: this.dataDir,
      httpHost: HOST,
      httpPort: this.ports.http,
      publicHost: HOST,
      staticDir: CLIENT,
      sipServers: [`ws://${HOST}:${this.ports.ws}`],
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
