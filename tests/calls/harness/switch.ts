import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Control } from "../../phones/harness/control.js";
import { rtpRange } from "../../phones/harness/ports.js";
import { endProcess, startProcess } from "../../phones/harness/processes.js";
import type { Endpoint } from "../../phones/harness/switches.js";
import { makeTree, type TreeWishes } from "../../phones/harness/tree.js";

const PROGRAM = fileURLToPath(
  new URL("../../../packages/softswitch/bin/parley-softswitch.js", import.meta.url),
);
const READY = /event socket \S+:(\d+), sip udp \S+:(\d+), tcp \S+:(\d+),.* ws \S+:(\d+),/;
const HOST = "127.0.0.1";

/** What `softswitch counts` answers. */
export interface Counts {
  readonly channels: number;
  readonly conferences: number;
  readonly members: number;
  readonly registrations: number;
  readonly works: number;
  readonly legs: number;
  readonly calls: number;
  readonly transactions: number;
  readonly connections: number;
  readonly resources: Readonly<Record<string, number>>;
  readonly rss: number;
}

/** The softswitch as a program of its own, on free ports of loopback. */
export interface SpawnedSwitch {
  readonly udp: Endpoint;
  readonly tcp: Endpoint;
  readonly wsUrl: string;
  readonly control: Control;
  /** What it wrote as errors. */
  readonly complaints: readonly string[];
  readonly isAlive: boolean;
  counts(): Promise<Counts>;
  stop(): Promise<void>;
}

/** Starts the built program with a tree of its own. @throws Error when it ends before it is ready */
export async function spawnSwitch(wishes: TreeWishes = {}): Promise<SpawnedSwitch> {
  const dataDir = mkdtempSync(join(tmpdir(), "parley-calls-"));
  const [rtp_start_port, rtp_end_port] = rtpRange();
  const tree = makeTree(dataDir, { rtp_start_port, rtp_end_port }, wishes);
  const free = ["--esl-port", "0", "--sip-port", "0", "--ws-port", "0", "--heartbeat", "0"];
  // A rehearsal has sockets of its own, which would be counted.
  const words = [PROGRAM, "--conf", tree.confDir, "--recordings", tree.recordingsDir, ...free];
  words.push("--no-rehearsal");
  const child = startProcess(process.execPath, words, { stdio: ["ignore", "pipe", "pipe"] });
  const complaints: string[] = [];
  createInterface({ input: child.stderr! }).on("line", (line) => complaints.push(line));
  const ready = await new Promise<RegExpExecArray>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on("line", (line) => {
      const match = READY.exec(line);
      if (match) resolve(match);
    });
    child.once("exit", (code) => reject(new Error(`ended with ${code}: ${complaints.join("\n")}`)));
  });
  const [esl = 0, udp = 0, tcp = 0, ws = 0] = ready.slice(1).map(Number);
  const control = await Control.open(HOST, esl, tree.eslPassword);
  return {
    udp: { host: HOST, port: udp },
    tcp: { host: HOST, port: tcp },
    wsUrl: `ws://${HOST}:${ws}`,
    control,
    complaints,
    get isAlive() {
      return child.exitCode === null && child.signalCode === null;
    },
    counts: async () => JSON.parse(await control.api("softswitch counts")) as Counts,
    stop: async () => {
      await control.close();
      await endProcess(child);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Room for tests of the limits: switch.conf with other numbers. */
export const switchConf = (sessions: number, perSecond: number): Record<string, string> => ({
  "autoload_configs/switch.conf.xml": `<configuration name="switch.conf"><settings>
    <param name="max-sessions" value="${sessions}"/>
    <param name="sessions-per-second" value="${perSecond}"/>
  </settings></configuration>`,
});
