import type { ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { netstring, readNetstrings } from "./netstring.js";
import { freePorts } from "./ports.js";
import {
  endProcess,
  hasProgram,
  killProcess,
  PATIENCE_MS,
  pause,
  startProcess,
  until,
} from "./processes.js";
import { levelsOf, readWav } from "./sound.js";
import type { SipPlace } from "./switches.js";
import type { Person } from "./tree.js";

/** Why baresip's tests cannot run here; undefined when they can. */
export const BARESIP_MISSING = hasProgram("baresip") ? undefined : "baresip is not installed";

export interface BaresipWishes {
  /** Hertz of its voice. */
  readonly tone?: number;
  readonly answers?: boolean;
  readonly transport?: "udp" | "tcp";
  /** Names of codecs as SDP has them, best first. */
  readonly codecs?: string;
  readonly password?: string;
  /** Seconds of a registration. */
  readonly expires?: number;
}

interface Told {
  readonly type: string;
  readonly param?: string;
}

/** A baresip with one account, driven over its control socket. */
export class Baresip {
  readonly events: Told[] = [];
  #unread: Buffer = Buffer.alloc(0);

  private constructor(
    readonly person: Person,
    private readonly folder: string,
    readonly child: ChildProcess,
    private readonly socket: Socket,
  ) {
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
    socket.on("error", () => undefined);
  }

  /** Starts one and waits until it has registered. */
  static async register(
    at: SipPlace,
    person: Person,
    wishes: BaresipWishes = {},
  ): Promise<Baresip> {
    const phone = await Baresip.start(at, person, wishes);
    try {
      await phone.told("REGISTER_OK");
      return phone;
    } catch (error) {
      await phone.close();
      throw error;
    }
  }

  /** Starts one; whether it registers is told by its events. */
  static async start(at: SipPlace, person: Person, wishes: BaresipWishes = {}): Promise<Baresip> {
    const folder = mkdtempSync(join(tmpdir(), "parley-baresip-"));
    const [port = 0] = await freePorts(1);
    writeFileSync(join(folder, "config"), config(folder, port, wishes));
    for (const name of ["accounts", "contacts"]) writeFileSync(join(folder, name), "");
    mkdirSync(join(folder, "sound"));
    const child = startProcess("baresip", ["-f", folder], { stdio: "ignore", cwd: folder });
    try {
      const phone = new Baresip(person, folder, child, await dial(port));
      // Not from the file: it would register before anybody listens to what it tells.
      phone.command("uanew", account(at, person, wishes));
      return phone;
    } catch (error) {
      await endProcess(child);
      throw error;
    }
  }

  /** Sends a command of baresip's menu, e.g. `dial`, `hangup`, `accept`, `hold`, `resume`. */
  command(command: string, params = ""): void {
    this.socket.write(netstring(JSON.stringify({ command, params })));
  }

  call(target: string): void {
    this.command("dial", target);
  }

  /** Presses a key: RFC 4733, or INFO where the phone is set to it. */
  key(digit: string): void {
    this.command("sndcode", digit);
  }

  /** Resolves to the first event of a type, from index `from` on. */
  async told(type: string, from = 0, waitMs = PATIENCE_MS): Promise<Told> {
    const found = () => this.events.slice(from).find((event) => event.type === type);
    const seen = () => this.events.map((event) => `${event.type} ${event.param ?? ""}`).join(", ");
    try {
      await until(type, () => found() !== undefined, waitMs);
    } catch {
      throw new Error(`waited ${waitMs} ms for ${type} at ${this.person.id}; told: ${seen()}`);
    }
    return found()!;
  }

  /** Levels of some frequencies in the last `ms` of what it has heard in its latest call. */
  async hears(hertz: readonly number[], ms = 500): Promise<number[]> {
    await pause(ms + 200);
    const folder = join(this.folder, "sound");
    const file = readdirSync(folder)
      .filter((name) => name.endsWith("-dec.wav"))
      .sort()
      .at(-1);
    if (!file) return hertz.map(() => -200);
    return levelsOf(readWav(readFileSync(join(folder, file))), hertz, ms);
  }

  /** Waits until it hears a frequency, or no longer does. */
  async waitsFor(
    hz: number,
    { level = -40, silent = false, waitMs = PATIENCE_MS } = {},
  ): Promise<void> {
    const fits = async () => ((await this.hears([hz], 200))[0] ?? -200) > level !== silent;
    await until(`${hz} Hz ${silent ? "to end " : ""}at ${this.person.id}`, fits, waitMs);
  }

  /** Ends it as a power cut would: nobody is told. */
  async kill(): Promise<void> {
    await killProcess(this.child);
    this.#clean();
  }

  /** Lets it unregister and end. */
  async close(): Promise<void> {
    await endProcess(this.child);
    this.#clean();
  }

  #clean(): void {
    this.socket.destroy();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #take(chunk: Buffer): void {
    const { texts, rest } = readNetstrings(Buffer.concat([this.#unread, chunk]));
    this.#unread = rest;
    for (const text of texts) {
      const told = JSON.parse(text) as Partial<Told> & { event?: boolean };
      if (told.event && told.type) this.events.push(told as Told);
    }
  }
}

const MODULES = "g711 g722 opus ausine aubridge sndfile";

function config(folder: string, port: number, { tone = 440 }: BaresipWishes): string {
  const lines = [
    "poll_method epoll",
    "sip_listen 127.0.0.1:0",
    "net_interface 127.0.0.1",
    "module_path /usr/lib/baresip/modules",
    ...MODULES.split(" ").map((name) => `module ${name}.so`),
    "module_tmp account.so",
    "module_app menu.so",
    "module_app ctrl_tcp.so",
    `ctrl_tcp_listen 127.0.0.1:${port}`,
    `audio_source ausine,${tone}`,
    // A player has to exist; this one keeps what it is given to itself.
    `audio_player aubridge,ear${port}`,
    `audio_alert aubridge,bell${port}`,
    // ausine knows nothing but 48 kHz in stereo; the codec's rate is made of it.
    "ausrc_srate 48000",
    "ausrc_channels 2",
    "call_local_timeout 60",
    `snd_path ${join(folder, "sound")}`,
    "",
  ];
  return lines.join("\n");
}

function account(
  at: SipPlace,
  person: Person,
  { answers, transport = "udp", codecs, password, expires = 60 }: BaresipWishes,
): string {
  const { host, port } = transport === "udp" ? at.udp : at.tcp;
  const parts = [
    `<sip:${person.id}@${at.domain};transport=${transport}>`,
    `auth_user=${person.id}`,
    `auth_pass=${password ?? person.password}`,
    `outbound="sip:${host}:${port};transport=${transport}"`,
    `regint=${expires}`,
    `answermode=${answers ? "auto" : "manual"}`,
    ...(codecs ? [`audio_codecs=${codecs}`] : []),
  ];
  return parts.join(";");
}

/** Connects to the control socket once baresip listens. */
async function dial(port: number): Promise<Socket> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    const connected = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    if (connected) return socket;
    socket.destroy();
    if (Date.now() > end) throw new Error("baresip did not open its control socket");
    await pause(30);
  }
}
