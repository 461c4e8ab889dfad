import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Control } from "./control.js";
import { startFreeSwitch } from "./freeswitch.js";
import { startSoftswitch } from "./softswitch.js";
import { makeTree, type PhoneTree, type TreeWishes, type Variables } from "./tree.js";

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Where a switch listens, and how it is ended. */
export interface Running {
  readonly esl: Endpoint;
  readonly udp: Endpoint;
  readonly tcp: Endpoint;
  /** Of browsers, e.g. `ws://127.0.0.1:5066`. */
  readonly wsUrl: string;
  stop(): Promise<void>;
}

/** What a phone has to know of a switch. */
export type SipPlace = Pick<PhoneSwitch, "udp" | "tcp" | "domain">;

/** A switch that phones register at. */
export interface PhoneSwitch extends Running {
  readonly tree: PhoneTree;
  readonly control: Control;
  /** The realm and domain of every user. */
  readonly domain: string;
}

export const DOMAIN = "127.0.0.1";

const program = process.env["PARLEY_TEST_FREESWITCH_BIN"];

if (process.env["PARLEY_TEST_FREESWITCH"] && !program)
  process.stdout.write(
    "Skipped: phones at a FreeSWITCH that runs already (they need a tree of their own: PARLEY_TEST_FREESWITCH_BIN)\n",
  );

/** Which switch the phones of this run talk to. */
export const SWITCH: "softswitch" | "FreeSWITCH" = program ? "FreeSWITCH" : "softswitch";

/**
 * Starts the switch of this run on free ports of loopback: the softswitch in this process, or the FreeSWITCH named by
 * PARLEY_TEST_FREESWITCH_BIN.
 */
export async function startSwitch(wishes: TreeWishes = {}): Promise<PhoneSwitch> {
  const dataDir = mkdtempSync(join(tmpdir(), "parley-phones-"));
  const undo: (() => unknown)[] = [() => rmSync(dataDir, { recursive: true, force: true })];
  const stop = async () => {
    for (const each of undo.splice(0).reverse()) await each();
  };
  try {
    const start = program ? startFreeSwitch : startSoftswitch;
    const { running, tree } = await start((ours) => makeTree(dataDir, ours, wishes), program ?? "");
    undo.push(() => running.stop());
    const { host, port } = running.esl;
    const control = await Control.open(host, port, tree.eslPassword);
    undo.push(() => control.close());
    return { ...running, tree, control, domain: DOMAIN, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts a switch of one kind; `make` writes the tree with the variables that kind needs. */
export type Starter = (
  make: (variables: Variables) => PhoneTree,
  program: string,
) => Promise<{ readonly running: Running; readonly tree: PhoneTree }>;
