import { type SwitchCore, sessionLimits, splitCommand } from "../core/index.js";

/** Modules whose behaviour the softswitch stands in for. */
export const MODULES: readonly string[] = [
  "mod_commands",
  "mod_conference",
  "mod_dialplan_xml",
  "mod_dptools",
  "mod_event_socket",
  "mod_opus",
  "mod_sndfile",
  "mod_sofia",
  "mod_tone_stream",
  "mod_verto",
];

const FSCTL_SYNTAX =
  "[recover|send_sighup|hupall|pause [inbound|outbound]|resume [inbound|outbound]|shutdown [cancel|elegant|asap|now|restart]|sps|sps_peak_reset|sync_clock|sync_clock_when_idle|reclaim_mem|max_sessions|min_dtmf_duration [num]|max_dtmf_duration [num]|default_dtmf_duration [num]|min_idle_cpu|loglevel [level]|debug_level [level]|mdns_resolve [enable|disable]]";

export interface ControlOptions {
  /** Called for `fsctl shutdown`, after the answer is on its way. */
  readonly onShutdown?: (() => void) | undefined;
}

function shutdown(core: SwitchCore, mode: string, options: ControlOptions): string {
  if (mode === "cancel") return "+OK\n";
  core.fire("SHUTDOWN_REQUESTED", {
    headers: [["Event-Info", mode === "elegant" ? "elegant" : "ASAP"]],
    source: { file: "switch_core.c", function: "switch_core_session_ctl", line: 2600 },
  });
  setImmediate(() => options.onShutdown?.());
  return "+OK\n";
}

function fsctl(core: SwitchCore, args: string, options: ControlOptions): string {
  const [verb = "", value = ""] = args.split(" ");
  const answers: Readonly<Record<string, () => string>> = {
    ready_check: () => "true",
    pause_check: () => "false",
    shutdown_check: () => "false",
    max_sessions: () => `+OK max sessions: ${sessionLimits(core).sessions}\n`,
    sps: () => `+OK sessions per second: ${sessionLimits(core).perSecond}\n`,
    loglevel: () => "+OK log level: DEBUG [7]\n",
    shutdown: () => shutdown(core, value, options),
  };
  const plain = ["send_sighup", "pause", "resume", "sync_clock", "reclaim_mem", "sps_peak_reset"];
  if (plain.includes(verb)) return "+OK\n";
  if (verb === "") return `-USAGE: ${FSCTL_SYNTAX}\n`;
  return answers[verb]?.() ?? `-ERR Invalid command\nUSAGE: fsctl ${FSCTL_SYNTAX}\n`;
}

/** `bgapi` as a command of its own: another failure text than the socket's (mod_commands.c). */
function bgapi(core: SwitchCore, args: string): string {
  const given = /^uuid:(\S+) +(.*)$/s.exec(args);
  const id = given?.[1] ?? core.newUuid();
  const line = given?.[2] ?? args;
  const { name, args: words } = splitCommand(line);
  const report = (result: string | undefined): void => {
    core.fire("BACKGROUND_JOB", {
      headers: [
        ["Job-UUID", id],
        ["Job-Command", name],
        ["Job-Command-Arg", words],
      ],
      body: result ?? `${name}: Command not found!\n`,
      source: { file: "mod_commands.c", function: "bgapi_exec", line: 5200 },
    });
  };
  setImmediate(() => void Promise.resolve(core.api.run(line)).then(report));
  return `+OK Job-UUID: ${id}\n`;
}

function broadcast(args: string): string {
  try {
    const message: unknown = JSON.parse(args);
    const named = typeof message === "object" && message !== null && "eventChannel" in message;
    return named ? "+OK message sent\n" : "";
  } catch {
    return "-ERR parsing json\n";
  }
}

const SCHEDULE_SYNTAX = "[+@]<time> <group_name> <command_string>[&]";

function help(core: SwitchCore): string {
  const lines = core.api
    .list()
    .map(({ name, syntax, description, module }) => `${name},${syntax},${description},${module}`);
  return `\nValid Commands:\n\n${lines.join("\n")}\n`;
}

/** What the modules of the tree are, besides those always there. */
function moduleExists(core: SwitchCore, name: string): boolean {
  if (MODULES.includes(name)) return true;
  const configuration = core.tree.locate("configuration", "configuration", "name", "modules.conf");
  return (configuration?.children ?? [])
    .flatMap((each) => each.children)
    .some((each) => each.attributes["module"] === name);
}

/** create_uuid, uuid_exists, module_exists, fsctl, bgapi, sched_api, event_channel_broadcast, help, softswitch. */
export function registerControlCommands(core: SwitchCore, options: ControlOptions): void {
  const { api } = core;
  api.register("create_uuid", () => core.newUuid(), { description: "Create a uuid" });
  api.register("uuid_exists", (args) => String(core.sessions.exists(args)), { syntax: "<uuid>" });
  api.register("module_exists", (args) => String(moduleExists(core, args)), { syntax: "<module>" });
  api.register("fsctl", (args) => fsctl(core, args, options), { syntax: FSCTL_SYNTAX });
  api.register("bgapi", (args) => bgapi(core, args), { syntax: "<command>[ <arg>]" });
  // Nothing here runs by the clock, so every request is one of bad syntax.
  api.register("sched_api", () => `-ERR Invalid syntax. USAGE: ${SCHEDULE_SYNTAX}\n`, {
    syntax: SCHEDULE_SYNTAX,
  });
  api.register("event_channel_broadcast", broadcast, { syntax: "<json>" });
  api.register("help", () => help(core), { description: "Show help for all the api commands" });
  api.register("softswitch", (args) => ownCommand(core, args), {
    description: "Commands of the softswitch that FreeSWITCH does not have",
    module: "softswitch",
  });
}

async function ownCommand(core: SwitchCore, line: string): Promise<string> {
  const names = core.own.list().map(({ name, syntax }) => `${name} ${syntax}`.trim());
  if (!core.own.has(splitCommand(line).name)) return `-ERR one of: ${names.join(", ")}\n`;
  return (await core.own.run(line)) ?? "-ERR failed\n";
}
