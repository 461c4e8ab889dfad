import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { muLawTone } from "./mu-law.js";
import { freePorts } from "./ports.js";
import { endProcess, hasProgram, startProcess } from "./processes.js";
import type { SipPlace } from "./switches.js";
import type { Person } from "./tree.js";

/** Why sipp's tests cannot run here; undefined when they can. */
export const SIPP_MISSING = hasProgram("sipp") ? undefined : "sipp is not installed";

/** The scenarios of `tests/phones/sipp`. */
export type Scenario =
  | "register"
  | "unregister"
  | "refused-register"
  | "refused-call"
  | "call"
  | "cancel"
  | "answer"
  | "busy"
  | "ring"
  | "notified";

export interface SippWishes {
  /** Whom it calls, or who signs in. */
  readonly target?: string;
  /** Hertz of its voice. */
  readonly tone?: number;
  /** How long a call lasts once answered. */
  readonly talkMs?: number;
  readonly transport?: "udp" | "tcp";
  readonly password?: string;
  /** Its own SIP port, for two runs that are one phone. */
  readonly port?: number;
  /** What it says it is. */
  readonly agent?: string;
  /** Sends back what it hears. */
  readonly echo?: boolean;
}

const SCENARIOS = fileURLToPath(new URL("../sipp", import.meta.url));

/** One run of sipp: one call of one scenario. */
export class Sipp {
  /** Resolves when the scenario went as written. @throws Error with sipp's own words when it did not */
  readonly done: Promise<void>;

  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {
    this.done = this.#finish();
    this.done.catch(() => undefined);
  }

  static async run(
    at: SipPlace,
    person: Person,
    scenario: Scenario,
    wishes: SippWishes = {},
  ): Promise<Sipp> {
    const folder = mkdtempSync(join(tmpdir(), "parley-sipp-"));
    const [free = 0, rtp = 0] = await freePorts(2);
    const port = wishes.port ?? free;
    const { tone = 440, talkMs = 2000 } = wishes;
    const sound = join(folder, "tone.ul");
    writeFileSync(sound, muLawTone(tone, 20_000));
    writeFileSync(
      join(folder, "scenario.xml"),
      filled(scenario, { user: person.id, sound, agent: wishes.agent ?? "sipp" }),
    );
    const { host, port: remote } = wishes.transport === "tcp" ? at.tcp : at.udp;
    const args = [
      ...["-sf", join(folder, "scenario.xml"), "-m", "1", "-nostdin", "-trace_err"],
      ...["-i", "127.0.0.1", "-p", String(port), "-mi", "127.0.0.1", "-mp", String(rtp & ~1)],
      ...["-s", wishes.target ?? person.id, "-d", String(talkMs)],
      ...["-au", person.id, "-ap", wishes.password ?? person.password],
      ...["-timeout", "25s", "-timeout_error", "-recv_timeout", "15000"],
      ...(wishes.transport === "tcp" ? ["-t", "t1"] : []),
      ...(wishes.echo ? ["-rtp_echo"] : []),
      `${host}:${remote}`,
    ];
    const child = startProcess("sipp", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    return new Sipp(port, child, folder);
  }

  async stop(): Promise<void> {
    await endProcess(this.child);
    await this.done.catch(() => undefined);
  }

  async #finish(): Promise<void> {
    const said: Buffer[] = [];
    this.child.stderr?.on("data", (chunk: Buffer) => said.push(chunk));
    const [code] = (await once(this.child, "exit")) as [number | null];
    const errors = this.#errors();
    rmSync(this.folder, { recursive: true, force: true });
    if (code !== 0)
      throw new Error(`sipp ended with ${code}: ${Buffer.concat(said).toString()}${errors}`);
  }

  #errors(): string {
    if (!existsSync(this.folder)) return "";
    return readdirSync(this.folder)
      .filter((name) => name.endsWith("_errors.log"))
      .map((name) => readFileSync(join(this.folder, name), "utf8"))
      .join("\n");
  }
}

/** A scenario with the words of this run in place of `{{…}}`. */
function filled(scenario: Scenario, words: Readonly<Record<string, string>>): string {
  const values: Record<string, string> = { domain: "127.0.0.1", ...words };
  const text = readFileSync(join(SCENARIOS, `${scenario}.xml`), "utf8");
  return text
    .replaceAll(/\{\{include (\w[\w-]*)\}\}/g, (_, name: string) =>
      readFileSync(join(SCENARIOS, `${name}.part`), "utf8"),
    )
    .replaceAll(/\{\{(\w+)\}\}/g, (_, key: string) => values[key] ?? "");
}
