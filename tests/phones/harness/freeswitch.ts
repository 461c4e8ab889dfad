import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { EslError } from "@parley/esl";
import { Control } from "./control.js";
import { freePorts, rtpRange } from "./ports.js";
import { endProcess, pause, startProcess } from "./processes.js";
import type { Starter } from "./switches.js";
import type { PhoneTree, Variables } from "./tree.js";

const FOLDERS = "log db run temp certs storage cache recordings sounds scripts".split(" ");
const HOST = "127.0.0.1";

/** Free ports of loopback for one FreeSWITCH, and the words of `vars.xml` that give them to it. */
export interface Places {
  readonly esl: number;
  readonly sip: number;
  readonly wss: number;
  readonly variables: Variables;
}

export async function freePlaces(): Promise<Places> {
  const [sip = 0, tls = 0, wss = 0, ws = 0, esl = 0, verto = 0] = await freePorts(6);
  const [rtpStart, rtpEnd] = rtpRange();
  const variables = {
    ...{ internal_sip_port: sip, internal_tls_port: tls, wss_binding: `:${wss}` },
    ...{ ws_binding: `${HOST}:${ws}`, es_listen_port: esl, verto_bindlocal_port: verto },
    ...{ rtp_start_port: rtpStart, rtp_end_port: rtpEnd },
  };
  return { esl, sip, wss, variables };
}

/** Starts a FreeSWITCH of this machine on a tree of its own. */
export const startFreeSwitch: Starter = async (make, program) => {
  const { esl, sip, wss, variables } = await freePlaces();
  const tree = make(variables);
  const child = await launchFreeSwitch(program, tree, esl);
  return {
    tree,
    running: {
      esl: { host: HOST, port: esl },
      udp: { host: HOST, port: sip },
      tcp: { host: HOST, port: sip },
      wsUrl: `wss://${HOST}:${wss}`,
      stop: () => endProcess(child),
    },
  };
};

/**
 * Runs a FreeSWITCH on a tree; resolves when it answers on its event socket and its SIP profile runs. It may be run
 * there again: its own files stay beside the tree.
 */
export async function launchFreeSwitch(
  program: string,
  tree: Pick<PhoneTree, "dataDir" | "confDir" | "eslPassword">,
  esl: number,
): Promise<ChildProcess> {
  const base = join(tree.dataDir, "state");
  for (const name of FOLDERS) mkdirSync(join(base, name), { recursive: true });
  copyCertificates(program, join(base, "certs"));
  const folders = FOLDERS.flatMap((name) => [`-${name}`, join(base, name)]);
  const args = ["-nf", "-nc", "-nonat", "-np", "-conf", tree.confDir, ...folders];
  const child = startProcess(program, args, { stdio: "ignore" });
  try {
    const failed = once(child, "exit").then(() => {
      throw new Error(`${program} ended before it was ready`);
    });
    await Promise.race([profileRuns(esl, tree.eslPassword), failed]);
    return child;
  } catch (error) {
    await endProcess(child);
    throw error;
  }
}

/** Asks with a connection of its own each time: one made while modules load may never be answered. */
async function profileRuns(port: number, password: string): Promise<void> {
  for (;;) {
    const control = await Control.open(HOST, port, password);
    try {
      if (/internal.*RUNNING.*\(TLS\)/.test(await control.api("sofia status", 1000))) return;
    } catch (error) {
      if (!(error instanceof EslError)) throw error;
    } finally {
      await control.close();
    }
    await pause(100);
  }
}

/** Without certificates the first start makes keys, which takes seconds. */
function copyCertificates(program: string, certs: string): void {
  const seed = join(dirname(dirname(program)), "seed-certs");
  if (existsSync(seed)) cpSync(seed, certs, { recursive: true });
}
