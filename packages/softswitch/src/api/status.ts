import { formatDuration, type SwitchCore, sessionLimits, splitDuration } from "../core/index.js";
import { VERSION, VERSION_FULL, VERSION_HUMAN } from "./version.js";

const IDLE_CPU = 99;
const STACK_KB = { current: 240, max: 8192 };

/** Microseconds since the core was made. */
export function uptimeMicros(core: SwitchCore): number {
  return Math.max(0, (performance.timeOrigin + performance.now() - core.startedAt) * 1000);
}

const plural = (count: number, what: string): string => `${count} ${what}`;

function status(core: SwitchCore): string {
  const { counters } = core;
  const limits = sessionLimits(core);
  const sessions = "session(s)";
  return [
    `UP ${formatDuration(uptimeMicros(core))}`,
    `FreeSWITCH (Version ${VERSION_HUMAN}) is ready`,
    plural(counters.total, `${sessions} since startup`),
    `${counters.active} ${sessions} - peak ${counters.peak}, last 5min ${counters.peakFiveMinutes} `,
    `${counters.perSecond} ${sessions} per Sec out of max ${limits.perSecond}, peak ${counters.perSecondPeak}, last 5min ${counters.perSecondFiveMinutes} `,
    `${limits.sessions} ${sessions} max`,
    `min idle cpu 0.00/${IDLE_CPU.toFixed(2)}`,
    `Current Stack Size/Max ${STACK_KB.current}K/${STACK_KB.max}K`,
    "",
  ].join("\n");
}

/** The object `json {"command":"status"}` answers. */
function jsonStatus(core: SwitchCore): Record<string, unknown> {
  const { counters } = core;
  const limits = sessionLimits(core);
  return {
    systemStatus: "ready",
    uptime: splitDuration(uptimeMicros(core)),
    version: VERSION_HUMAN,
    sessions: {
      count: {
        total: counters.total,
        active: counters.active,
        peak: counters.peak,
        peak5Min: counters.peakFiveMinutes,
        limit: limits.sessions,
      },
      rate: {
        current: counters.perSecond,
        max: limits.perSecond,
        peak: counters.perSecondPeak,
        peak5Min: counters.perSecondFiveMinutes,
      },
    },
    idleCPU: { used: 0, allowed: IDLE_CPU },
    stackSizeKB: STACK_KB,
  };
}

const UNIT_MICROS: Readonly<Record<string, number>> = {
  us: 1,
  microseconds: 1,
  ms: 1e3,
  milliseconds: 1e3,
  s: 1e6,
  seconds: 1e6,
  m: 6e7,
  minutes: 6e7,
  h: 3.6e9,
  hours: 3.6e9,
  d: 8.64e10,
  days: 8.64e10,
};

const UPTIME_SYNTAX = "[us|ms|s|m|h|d|microseconds|milliseconds|seconds|minutes|hours|days]";

function uptime(core: SwitchCore, unit: string): string {
  const micros = UNIT_MICROS[unit === "" ? "s" : unit];
  if (micros === undefined) return `-USAGE: ${UPTIME_SYNTAX}\n`;
  return `${Math.floor(uptimeMicros(core) / micros)}\n`;
}

function parseRequest(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function json(core: SwitchCore, args: string): string {
  if (args === "") return "-ERR No JSON supplied.\n";
  const request = parseRequest(args);
  if (request === undefined) return "-ERR Parse error.\n";
  const known = request["command"] === "status" && "data" in request;
  const answer = known
    ? { ...request, status: "success", response: jsonStatus(core) }
    : { ...request, status: "error", message: "Invalid request or non-existant command" };
  const pretty = request["format"] === "pretty";
  return `${JSON.stringify(answer, undefined, pretty ? "\t" : undefined)}\n`;
}

/** status, uptime, version, hostname, switchname, json. */
export function registerStatusCommands(core: SwitchCore): void {
  const { api } = core;
  api.register("status", () => status(core), { description: "Show current status" });
  api.register("uptime", (args) => uptime(core, args), {
    description: "Show uptime",
    syntax: UPTIME_SYNTAX,
  });
  api.register("version", (args) => (args === "short" ? `${VERSION}\n` : `${VERSION_FULL}\n`), {
    description: "Version",
    syntax: "[short]",
  });
  api.register("hostname", () => core.identity.hostname, {
    description: "Return the system hostname",
  });
  api.register("switchname", () => core.identity.switchname, {
    description: "Return the switch name",
  });
  api.register("json", (args) => json(core, args), { description: "JSON API", syntax: "JSON" });
}
