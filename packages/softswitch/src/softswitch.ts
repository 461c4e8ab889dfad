import { installApi, reloadSource, sofiaProfiles, startHeartbeat } from "./api/index.js";
import type {
  CallerIdentity,
  CallOptions,
  Demo,
  DemoOptions,
  Load,
  LoadOptions,
  ScriptedCall,
} from "./channels/index.js";
import { type CoreIdentity, createCore, type LogLine, type SwitchCore } from "./core/index.js";
import {
  EventSocketServer,
  type QueueLimits,
  readEventSocketSettings,
} from "./event-socket/index.js";
import { type MisbehaviourName, Mischief, registerMisbehaveCommands } from "./misbehave/index.js";
import {
  createRegistrations,
  type RegisterOptions,
  type Registration,
  type Registrations,
} from "./registrations/index.js";
import { rehearseCalls } from "./rehearsal/index.js";
import { installRooms, type Rooms } from "./rooms.js";
import type { SipAddresses } from "./sip/index.js";
import { createSofia, type Sofia, type SofiaOptions } from "./sofia/index.js";
import { builtInVariables, createTree, type SwitchTree } from "./tree/index.js";

export interface SoftswitchOptions {
  /** Folder of freeswitch.xml. */
  readonly confDir: string;
  readonly recordingsDir?: string | undefined;
  /** Address of the event socket; unless given, what event_socket.conf says. */
  readonly host?: string | undefined;
  /** 0 takes a free port. */
  readonly eslPort?: number | undefined;
  readonly eslPassword?: string | undefined;
  /** Real phones: as sofia.conf says (`"tree"`), or with other addresses and ports (0 for free ones). Absent: no SIP at all. */
  readonly sip?: "tree" | SoftswitchSipOptions | undefined;
  /** Milliseconds between heartbeats, 20,000 unless given, 0 for none. */
  readonly heartbeatMs?: number | undefined;
  readonly identity?: CoreIdentity | undefined;
  /** Queue of an event socket connection; FreeSWITCH's sizes unless given. */
  readonly queueLimits?: Partial<QueueLimits> | undefined;
  readonly logger?: ((line: LogLine) => void) | undefined;
  /** Called after `fsctl shutdown` was answered. */
  readonly onShutdown?: (() => void) | undefined;
}

export interface SoftswitchSipOptions extends SofiaOptions {
  /** First and last port of media. */
  readonly rtpPorts?: readonly [number, number] | undefined;
}

/** What the switch listens at. */
export interface SoftswitchAddresses {
  readonly host: string;
  readonly eslPort: number;
  /** Absent without SIP; each transport undefined that is not bound. */
  readonly sip?: SipAddresses;
}

/** Telephones that exist only here and do what a test says. */
export interface ScriptedCallers {
  /** @throws RegistrationRefusedError (as a rejection) for an unknown user or a wrong password */
  register(user: string, options?: RegisterOptions): Promise<Registration>;
  unregister(user: string): Promise<Registration | undefined>;
  call(from: CallerIdentity, destination: string, options?: CallOptions): Promise<ScriptedCall>;
}

export interface Misbehaviours {
  /** Starts a misbehaviour; for the argument see MISBEHAVIOURS. */
  (name: MisbehaviourName, argument?: string | number): void;
  readonly active: readonly MisbehaviourName[];
}

export interface Softswitch {
  readonly core: SwitchCore;
  readonly callers: ScriptedCallers;
  readonly registrations: Registrations;
  readonly misbehave: Misbehaviours;
  /** Ends every misbehaviour. */
  behave(): void;
  /** People of our own invention come, talk and go until stopped. */
  startDemo(options?: DemoOptions): Demo;
  /** Members in conferences that toggle at a steady rate, for benchmarks. */
  startLoad(options: LoadOptions): Promise<Load>;
  /**
   * Loads now what the first page of a browser would wait for and other calls would stutter at: half a second of
   * work. Without it that happens when the first page registers.
   */
  expectBrowsers(): Promise<void>;
  /**
   * Lives through calls nobody sees, so that the first real ones do not make others stutter: a second, half of it work.
   * What it does not bind or find makes it reject, and nothing else.
   */
  expectCalls(): Promise<void>;
  /** Clients of the event socket at the moment. */
  readonly connections: number;
  /** A SIP port that is taken is logged as an error and left out. */
  start(): Promise<SoftswitchAddresses>;
  /** Ends calls and connections; the switch cannot be started again. */
  stop(): Promise<void>;
}

const HEARTBEAT_MS = 20_000;
const DEFAULT_REFUSAL = "[error near line 2884]: unexpected closing tag </extension>";

/**
 * Makes a softswitch from a configuration tree.
 * @throws TreeLoadError when the tree cannot be parsed
 */
export function createSoftswitch(options: SoftswitchOptions): Softswitch {
  return new Switch(options);
}

class Switch implements Softswitch {
  readonly core: SwitchCore;
  readonly callers: ScriptedCallers;
  readonly registrations: Registrations;
  readonly misbehave: Misbehaviours;
  readonly #mischief = new Mischief();
  readonly #rooms: Rooms;
  readonly #socket: EventSocketServer;
  readonly #sofia: Sofia | undefined;
  #stopHeartbeat = (): void => {};
  #stopped: Promise<void> | undefined;

  constructor(private readonly options: SoftswitchOptions) {
    const { core, tree } = makeCore(options, this.#mischief);
    this.core = core;
    if (options.logger !== undefined) core.on("log", options.logger);
    this.registrations = createRegistrations(core, mainProfile(core));
    installApi({ core, tree, registrations: this.registrations, onShutdown: options.onShutdown });
    this.#sofia = makeSofia(core, this.registrations, options.sip);
    const rtpPorts = typeof options.sip === "object" ? options.sip.rtpPorts : undefined;
    const phones = this.#sofia && { sofia: this.#sofia, rtpPorts };
    this.#rooms = installRooms(core, this.registrations, phones);
    registerMisbehaveCommands(core.own, this.#mischief);
    this.callers = scriptedCallers(this.registrations, this.#rooms);
    this.misbehave = misbehaviours(this.#mischief);
    this.#socket = makeSocket(core, this.#mischief, options);
  }

  get connections(): number {
    return this.#socket.connections;
  }

  startDemo(options?: DemoOptions): Demo {
    return this.#rooms.startDemo(options);
  }

  startLoad(options: LoadOptions): Promise<Load> {
    return this.#rooms.startLoad(options);
  }

  expectBrowsers(): Promise<void> {
    return this.#rooms.expectBrowsers();
  }

  async expectCalls(): Promise<void> {
    await rehearseCalls();
  }

  behave(): void {
    this.#mischief.behave();
  }

  async start(): Promise<SoftswitchAddresses> {
    const { host, port } = await this.#socket.listen();
    const sip = await this.#sofia?.start();
    this.#stopHeartbeat = startHeartbeat(this.core, this.options.heartbeatMs ?? HEARTBEAT_MS);
    this.core.fire("STARTUP", {
      headers: [["Event-Info", "System Ready"]],
      source: { file: "switch_core.c", function: "switch_core_init_and_modload", line: 2500 },
    });
    return { host, eslPort: port, ...(sip && { sip }) };
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#stopHeartbeat();
    this.registrations.stop();
    await this.#rooms.stop();
    await this.#sofia?.stop();
    this.core.fire("SHUTDOWN", {
      headers: [["Event-Info", "System Shutting Down"]],
      source: { file: "switch_core.c", function: "switch_core_destroy", line: 3000 },
    });
    await this.#socket.close();
  }
}

function makeSofia(
  core: SwitchCore,
  registrations: Registrations,
  sip: SoftswitchOptions["sip"],
): Sofia | undefined {
  if (sip === undefined) return undefined;
  return createSofia(core, registrations, sip === "tree" ? {} : sip);
}

function makeCore(
  options: SoftswitchOptions,
  mischief: Mischief,
): { core: SwitchCore; tree: SwitchTree } {
  const trees: SwitchTree[] = [];
  const core = createCore({
    ...(options.identity && { identity: options.identity }),
    tree: (core) => {
      const tree = loadTree(core, options, mischief);
      trees.push(tree);
      return tree;
    },
  });
  const [tree] = trees;
  if (tree === undefined) throw new Error("The core made no tree");
  return { core, tree };
}

function loadTree(core: SwitchCore, options: SoftswitchOptions, mischief: Mischief): SwitchTree {
  const { identity, uuid: coreUuid, variables } = core;
  const { confDir, recordingsDir } = options;
  for (const [name, value] of builtInVariables({ identity, coreUuid, confDir, recordingsDir })) {
    variables.set(name, value);
  }
  return createTree({
    confDir,
    variables,
    onLoaded: () => core.fire("RELOADXML", { source: reloadSource }),
    refusal: () => {
      const refused = mischief.take("refuse reload");
      return refused && (refused.text || DEFAULT_REFUSAL);
    },
    onNotice: (message) => core.log("err", message),
  });
}

function mainProfile(core: SwitchCore): string {
  const names = sofiaProfiles(core).map((profile) => profile.name);
  return names.includes("internal") ? "internal" : (names[0] ?? "internal");
}

function makeSocket(
  core: SwitchCore,
  mischief: Mischief,
  options: SoftswitchOptions,
): EventSocketServer {
  const settings = readEventSocketSettings(core.tree);
  return new EventSocketServer({
    core,
    mischief,
    host: options.host ?? settings.host,
    port: options.eslPort ?? settings.port,
    password: options.eslPassword ?? settings.password,
    acls: settings.acls,
    ...(options.queueLimits && { limits: options.queueLimits }),
  });
}

function scriptedCallers(registrations: Registrations, rooms: Rooms): ScriptedCallers {
  return {
    register: async (user, options) => registrations.register(user, options),
    unregister: async (user) => registrations.unregister(user),
    call: (from, destination, options) => rooms.call(from, destination, options),
  };
}

function misbehaviours(mischief: Mischief): Misbehaviours {
  const start = (name: MisbehaviourName, argument?: string | number): void =>
    mischief.start(name, argument);
  return Object.defineProperty(start, "active", { get: () => mischief.active }) as Misbehaviours;
}
