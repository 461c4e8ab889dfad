import type { ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createLogger,
  DEFAULT_CONTEXTS,
  prepareDataDir,
  type RunningServer,
  startServer,
} from "@parley/server";
import { createSoftswitch, type Softswitch } from "@parley/softswitch";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DigestClient } from "../_util/digest-client.js";
import { TREE } from "../_util/system.js";
import { rtpRange } from "../phones/harness/ports.js";
import { endProcess, hasProgram, startProcess, until } from "../phones/harness/processes.js";
import { ask } from "./phone-client.js";

const MISSING = hasProgram("linphonec") ? undefined : "linphonec is not installed";
if (MISSING) process.stderr.write(`Linphone's own client is not tried: ${MISSING}\n`);
const DAEMON_MISSING = hasProgram("linphone-daemon")
  ? undefined
  : "linphone-daemon is not installed";
if (DAEMON_MISSING) process.stderr.write(`Linphone's daemon is not tried: ${DAEMON_MISSING}\n`);

const HOST = "127.0.0.1";
const PATIENCE_MS = 15_000;

interface Line {
  readonly room?: string;
  readonly event?: string;
  readonly file?: string;
  readonly user?: string;
  readonly status?: number;
  readonly link?: true;
}

let dataDir: string;
let softswitch: Softswitch;
let server: RunningServer;
let client: DigestClient;
const lines: Line[] = [];

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "parley-linphone-"));
  const made = prepareDataDir({ dataDir, treeDir: TREE });
  if (!made) throw new Error("the data folder was not fresh");
  const eslPassword = "for-tests-only";
  softswitch = createSoftswitch({
    confDir: made.confDir,
    host: HOST,
    eslPort: 0,
    eslPassword,
    sip: { host: HOST, port: 0, wsPort: 0, rtpPorts: rtpRange() },
  });
  const { eslPort, sip } = await softswitch.start();
  const settings = {
    switch: "softswitch" as const,
    eslHost: HOST,
    eslPort,
    eslPassword,
    confDir: made.confDir,
    dataDir,
    httpHost: HOST,
    httpPort: 0,
    publicHost: HOST,
    phoneSip: `${HOST}:${sip?.udp?.port}`,
    sipServers: [],
    iceServers: [],
    phoneCodecs: [],
    console: false,
    logLevel: "info" as const,
    contexts: [...DEFAULT_CONTEXTS],
  };
  const write = (text: string) => lines.push(JSON.parse(text) as Line);
  server = await startServer(settings, { logger: createLogger("info", { write }) });
  await server.ready;
  client = new DigestClient(server.url, made.login);
});
afterAll(async () => {
  await server?.stop();
  await softswitch?.stop();
  if (dataDir) rmSync(dataDir, { recursive: true, force: true });
});

interface Person {
  readonly id: string;
  readonly name: string;
  readonly password: string;
}

async function addPerson(name: string, password: string): Promise<Person> {
  const item = { name, email: "l@example.org", context: "friends", password };
  const { body } = await client.post("/api/users/add", [item]);
  const [user] = body["done"] as Person[];
  if (!user) throw new Error(JSON.stringify(body));
  return user;
}

/** A client's own folder, with nothing in it but the address to fetch from. */
class Linphone {
  readonly folder = mkdtempSync(join(tmpdir(), "parley-linphonec-"));
  readonly rc = join(this.folder, "rc");

  constructor(uri: string) {
    // Without this folder the client starts no core and fetches nothing.
    mkdirSync(join(this.folder, ".local/share/linphone"), { recursive: true });
    writeFileSync(
      this.rc,
      `[misc]\nconfig-uri=${uri}\n[sip]\nsip_port=-1\nsip_tcp_port=-1\nsip_tls_port=0\n`,
    );
  }

  async run(program: "linphonec" | "linphone-daemon", work: () => Promise<void>): Promise<void> {
    const log = join(this.folder, "log");
    const args =
      program === "linphonec"
        ? ["-c", this.rc, "-d", "4", "-l", log]
        : ["--config", this.rc, "--log", log, "--disable-stats-events"];
    const env = {
      ...process.env,
      HOME: this.folder,
      XDG_DATA_HOME: join(this.folder, ".local/share"),
      XDG_CONFIG_HOME: this.folder,
    };
    const child: ChildProcess = startProcess(program, args, {
      env,
      cwd: this.folder,
      stdio: ["pipe", "ignore", "ignore"],
    });
    try {
      await work();
    } catch (error) {
      throw new Error(`${String(error)}\n${this.#tail(log)}`);
    } finally {
      // A client that is asked to quit signs out and writes down what it knows.
      const gone = child.exitCode === null ? once(child, "exit") : Promise.resolve();
      child.stdin?.on("error", () => {});
      child.stdin?.end("quit\n");
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 6000).unref())]);
      await endProcess(child);
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #tail(log: string): string {
    try {
      return readFileSync(log, "utf8").split("\n").slice(-40).join("\n");
    } catch {
      return "no log";
    }
  }
}

const fetched = (file: string, user: string, from = 0): boolean =>
  lines
    .slice(from)
    .some(
      (line) =>
        line.event === "fetched" && line.file === file && line.user === user && line.status === 200,
    );

const registered = (id: string): boolean => softswitch.registrations.find(id).length > 0;

const withLogin = ({ id, password }: Person): string =>
  `http://${id}:${password}@${new URL(server.url).host}/linphone`;

test.skipIf(MISSING)(
  "linphonec provisions itself, registers at the switch and fetches its contacts",
  async () => {
    const zoe = await addPerson("Zoë & Söhne's", "zoes-secret");
    const phone = new Linphone(withLogin(zoe));
    try {
      await phone.run("linphonec", async () => {
        await until("the document", () => fetched("", zoe.id), PATIENCE_MS);
        await until("its registration", () => registered(zoe.id), PATIENCE_MS);
        await until("its contacts", () => fetched("contacts.vcf", zoe.id), PATIENCE_MS);
      });
      const kept = readFileSync(phone.rc, "utf8");
      expect(kept).toContain(`reg_identity="Zoë & Söhne's" <sip:${zoe.id}@127.0.0.1>`);
      expect(kept).toMatch(/ha1=[0-9a-f]{32}/);
      expect(kept).not.toContain("passwd=");
    } finally {
      phone.remove();
    }
  },
  60_000,
);

test.skipIf(MISSING)(
  "linphonec provisions itself by the link of a QR code, without any password",
  async () => {
    const paul = await addPerson("Paul QR", "pauls-secret");
    const { body } = await client.get(`/api/v2/users/${paul.id}/provisioning`);
    const { qr } = body["linphone"] as { qr: string };
    const phone = new Linphone(qr);
    try {
      await phone.run("linphonec", async () => {
        await until("its registration", () => registered(paul.id), PATIENCE_MS);
        await until("its contacts", () => fetched("contacts.vcf", paul.id), PATIENCE_MS);
      });
      expect(readFileSync(phone.rc, "utf8")).toContain(`config-uri=${server.url}linphone\n`);
      // The link is forgotten: the next start fetches with what the account knows.
      await until("signing out", () => !registered(paul.id), PATIENCE_MS);
      const from = lines.length;
      await phone.run("linphonec", () =>
        until("its second registration", () => registered(paul.id), PATIENCE_MS),
      );
      // What it keeps for the switch opens our door as well: the realms are one.
      expect(fetched("", paul.id, from)).toBe(true);
    } finally {
      phone.remove();
    }
  },
  90_000,
);

test.skipIf(DAEMON_MISSING)(
  "linphone-daemon provisions itself and registers",
  async () => {
    const dora = await addPerson("Dora Daemon", "doras-secret");
    const phone = new Linphone(withLogin(dora));
    try {
      await phone.run("linphone-daemon", async () => {
        await until("its registration", () => registered(dora.id), PATIENCE_MS);
      });
    } finally {
      phone.remove();
    }
  },
  60_000,
);

test("every fetch is a line of the log, and no line holds a password, a digest or a link", async () => {
  const nora = await addPerson("Nora Noted", "noras-secret");
  const login = { user: nora.id, password: nora.password };
  const from = lines.length;
  expect((await ask(server.url, "/linphone", login)).status).toBe(200);
  expect((await ask(server.url, "/linphone", { ...login, password: "guessed-wrong" })).status).toBe(
    401,
  );
  const { body } = await client.get(`/api/v2/users/${nora.id}/provisioning`);
  const { qr } = body["linphone"] as { qr: string };
  const { pathname, search } = new URL(qr);
  expect((await ask(server.url, pathname + search, undefined)).status).toBe(200);
  const written = lines.slice(from);
  const mine = written.filter(({ event, user }) => event === "fetched" && user === nora.id);
  expect(mine.map(({ link }) => link)).toEqual([undefined, true]);
  expect(written.some(({ event }) => event === "login failed")).toBe(true);
  const ha1 = createHash("md5").update(`${nora.id}:${HOST}:${nora.password}`).digest("hex");
  const text = JSON.stringify(lines);
  for (const secret of [nora.password, "guessed-wrong", ha1, search.slice(-20), "response="])
    expect(text).not.toContain(secret);
});
