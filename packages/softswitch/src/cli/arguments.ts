import { parseArgs } from "node:util";
import type { SoftswitchOptions } from "../softswitch.js";

export const USAGE = `Usage: parley-softswitch --conf DIR [options]

  --conf DIR           folder of freeswitch.xml (or PARLEY_CONF_DIR)
  --recordings DIR     where recordings go (or PARLEY_RECORDINGS_DIR; else beside the tree)
  --esl-host ADDRESS   address of the event socket (else event_socket.conf)
  --esl-port PORT      its port, 0 for a free one (else event_socket.conf)
  --esl-password TEXT  its password (or PARLEY_ESL_PASSWORD; else event_socket.conf)
  --sip-port PORT      port of SIP over UDP and TCP, 0 for a free one (else sofia.conf)
  --ws-port PORT       port of SIP over WebSocket, 0 for a free one (else sofia.conf)
  --free-ports         where a SIP port is taken, a free one in its place
  --no-sip             no real phones
  --no-rehearsal       the first calls are slower: nothing is tried before them
  --heartbeat SECONDS  time between HEARTBEAT events, 0 for none (20)
  --until-stdin-ends   stops when standard input ends, so that it never outlives who started it
  --demo               a few callers come, talk and go
  --help
`;

export interface CliArguments {
  readonly confDir: string;
  readonly recordingsDir: string | undefined;
  readonly host: string | undefined;
  readonly eslPort: number | undefined;
  readonly eslPassword: string | undefined;
  readonly sip: SoftswitchOptions["sip"];
  readonly rehearsal: boolean;
  readonly heartbeatMs: number | undefined;
  readonly demo: boolean;
  readonly untilStdinEnds: boolean;
}

/** The command line cannot be understood; the message says why. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

function number(name: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= max) return value;
  throw new UsageError(`--${name}: a number from 0 to ${max} is needed, not "${text}"`);
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        conf: { type: "string" },
        recordings: { type: "string" },
        "esl-host": { type: "string" },
        "esl-port": { type: "string" },
        "esl-password": { type: "string" },
        "sip-port": { type: "string" },
        "ws-port": { type: "string" },
        "free-ports": { type: "boolean" },
        "no-sip": { type: "boolean" },
        "no-rehearsal": { type: "boolean" },
        heartbeat: { type: "string" },
        demo: { type: "boolean" },
        "until-stdin-ends": { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** As the tree says, but for the ports that are given; nothing at all when it is not wanted. */
function sipOptions(values: ReturnType<typeof parse>): SoftswitchOptions["sip"] {
  const port = number("sip-port", values["sip-port"], 65_535);
  const wsPort = number("ws-port", values["ws-port"], 65_535);
  if (values["no-sip"]) return undefined;
  const freePorts = values["free-ports"];
  return port === undefined && wsPort === undefined && freePorts === undefined
    ? "tree"
    : { port, wsPort, freePorts };
}

/**
 * Reads the command line; `help` when asked for help.
 * @throws UsageError
 */
export function parseArguments(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): CliArguments | "help" {
  const values = parse(argv);
  if (values.help) return "help";
  const confDir = values.conf ?? environment["PARLEY_CONF_DIR"];
  if (!confDir) throw new UsageError("--conf DIR is missing");
  const heartbeat = number("heartbeat", values.heartbeat, 86_400);
  return {
    confDir,
    recordingsDir: values.recordings ?? environment["PARLEY_RECORDINGS_DIR"],
    host: values["esl-host"],
    eslPort: number("esl-port", values["esl-port"], 65_535),
    eslPassword: values["esl-password"] ?? environment["PARLEY_ESL_PASSWORD"],
    sip: sipOptions(values),
    rehearsal: !values["no-rehearsal"],
    heartbeatMs: heartbeat === undefined ? undefined : heartbeat * 1000,
    demo: values.demo ?? false,
    untilStdinEnds: values["until-stdin-ends"] ?? false,
  };
}
