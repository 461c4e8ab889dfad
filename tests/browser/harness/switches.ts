import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createSoftswitch, type Softswitch } from "@parley/softswitch";
import type { Login } from "../../_util/digest-client.js";
import type { Control } from "../../phones/harness/control.js";
import { freePlaces, launchFreeSwitch } from "../../phones/harness/freeswitch.js";
import { freePorts, rtpRange } from "../../phones/harness/ports.js";
import { endProcess, killProcess } from "../../phones/harness/processes.js";
import { Sipp } from "../../phones/harness/sipp.js";
import { DOMAIN, type SipPlace, SWITCH } from "../../phones/harness/switches.js";
import { setVariables } from "../../phones/harness/tree.js";

const HOST = "127.0.0.1";

/** Who calls from where to where. */
export interface Entering {
  readonly destination: string;
  readonly number: string;
  readonly name: string;
  /** mod_conference's flags of the member. */
  readonly flags: string;
}

/** A call that a test has made. */
export interface Entered {
  /** Settles with the cause when the call is over. */
  readonly ended: Promise<string>;
}

/** The switch of a site, which can be ended and started again in its place. */
export interface SiteSwitch {
  readonly eslPort: number;
  readonly eslPassword: string;
  /** Where phones find it. */
  readonly sip: SipPlace;
  /** Where pages find it, e.g. `ws://127.0.0.1:5066`. */
  readonly wsUrl: string;
  /** The stand-in itself. @throws Error where a real switch runs, or none */
  readonly softswitch: Softswitch;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Somebody without a telephone enters a conference as if it had been dialled. */
  enter(control: Control, call: Entering): Promise<Entered>;
  /** A phone of this make signs in. */
  register(person: Login & { readonly id: string }, agent: string): Promise<void>;
}

/** Makes the switch of this run for a tree; it is not started yet. */
export async function prepareSwitch(dataDir: string, confDir: string): Promise<SiteSwitch> {
  const program = process.env["PARLEY_TEST_FREESWITCH_BIN"];
  const text = readFileSync(join(dataDir, "parley.json"), "utf8");
  const tree = { dataDir, confDir, ...(JSON.parse(text) as { eslPassword: string }) };
  return SWITCH === "FreeSWITCH" ? realSwitch(tree, program ?? "") : standIn(tree);
}

interface Tree {
  readonly dataDir: string;
  readonly confDir: string;
  readonly eslPassword: string;
}

async function standIn({ dataDir, confDir, eslPassword }: Tree): Promise<SiteSwitch> {
  const [eslPort = 0, sipPort = 0, wsPort = 0] = await freePorts(3);
  let softswitch: Softswitch | undefined;
  const running = (): Softswitch => {
    if (!softswitch) throw new Error("the switch is away");
    return softswitch;
  };
  const stop = async () => {
    await softswitch?.stop();
    softswitch = undefined;
  };
  return {
    ...{ eslPort, eslPassword, stop, kill: stop, sip: placeAt(sipPort) },
    wsUrl: `ws://${HOST}:${wsPort}`,
    get softswitch() {
      return running();
    },
    async start() {
      softswitch = createSoftswitch({
        ...{ confDir, host: HOST, eslPort, eslPassword },
        recordingsDir: join(dataDir, "recordings"),
        sip: { host: HOST, port: sipPort, wsPort, rtpPorts: rtpRange() },
      });
      await softswitch.start();
    },
    enter: (_, { destination, number, name, flags }) =>
      running().callers.call({ number, name }, destination, {
        context: "team",
        ...(flags && { flags }),
      }),
    async register({ id }, agent) {
      await running().callers.register(id, { agent });
    },
  };
}

async function realSwitch(tree: Tree, program: string): Promise<SiteSwitch> {
  const { esl, sip, wss, variables } = await freePlaces();
  setVariables(tree.confDir, variables);
  let child: ChildProcess | undefined;
  return {
    ...{ eslPort: esl, eslPassword: tree.eslPassword, sip: placeAt(sip) },
    wsUrl: `wss://${HOST}:${wss}`,
    get softswitch(): Softswitch {
      throw new Error("a real switch runs");
    },
    async start() {
      child = await launchFreeSwitch(program, tree, esl);
    },
    async stop() {
      if (child) await endProcess(child);
    },
    async kill() {
      if (child) await killProcess(child);
    },
    enter: enterByLoopback,
    async register({ id, name, password }, agent) {
      const person = { id, name, password, context: "team" } as const;
      const phone = await Sipp.run(placeAt(sip), person, "register", { agent });
      await phone.done;
    },
  };
}

function placeAt(port: number): SipPlace {
  const endpoint = { host: HOST, port };
  return { udp: endpoint, tcp: endpoint, domain: DOMAIN };
}

/** One end of a loopback channel is parked, the other goes where the dialplan sends it. */
async function enterByLoopback(
  control: Control,
  { destination, number, name, flags }: Entering,
): Promise<Entered> {
  const uuid = randomUUID();
  const from = control.now;
  const variables = [
    ...[`origination_uuid=${uuid}`, `origination_caller_id_number=${number}`],
    ...[`origination_caller_id_name=${quoted(name)}`, "loopback_bowout=false"],
    ...(flags ? [`conf_flags=${flags}`, "loopback_export=conf_flags"] : []),
  ].join(",");
  const call = `{${variables}}loopback/${destination}/team/XML`;
  const reply = await control.api(`originate ${call} &park()`);
  if (!reply.startsWith("+OK")) return { ended: Promise.resolve(causeOf(reply)) };
  const over = control.event(
    `${name} to be gone`,
    (event) => event.name === "CHANNEL_HANGUP_COMPLETE" && event.get("Unique-ID") === uuid,
    from,
    FOREVER_MS,
  );
  return { ended: over.then((event) => event.get("Hangup-Cause") ?? "") };
}

const FOREVER_MS = 10 * 60_000;

/** A value of originate's list (switch_event_create_brackets): between quotes, where a quote and a backslash are escaped. */
const quoted = (value: string): string => `'${value.replace(/['\\]/g, "\\$&")}'`;

const causeOf = (reply: string): string => reply.replace(/^-ERR /, "").trim();
