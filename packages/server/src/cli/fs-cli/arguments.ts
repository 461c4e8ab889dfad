import { parseArgs } from "node:util";
import type { Settings } from "../../config/index.js";

export const USAGE = `parley fs_cli: a console on the switch that the settings name

  -x, --execute COMMAND   runs one command (repeatable) and leaves; status 1 when the switch answered -ERR
  -H, --host ADDRESS      event socket of the switch
  -P, --port PORT         its port
  -p, --password TEXT     its password; others can read it in the process list, PARLEY_ESL_PASSWORD they cannot
  -u, --user NAME@DOMAIN  logs in as a limited user of the directory
  -l, --loglevel LEVEL    shows the switch's log from this level on (see /log)
  -h, --help

Without -x commands are read from the terminal, or from standard input until it ends.
Status: 0 all well, 1 a command failed, 2 the command line cannot be understood, 3 no connection.`;

/** What the console was asked to do. */
export interface FsCliArguments {
  readonly host: string;
  readonly port: number;
  readonly password: string;
  readonly user: string | undefined;
  readonly logLevel: string | undefined;
  /** Empty: read commands from standard input. */
  readonly commands: readonly string[];
}

/** The command line cannot be understood; the message says why. */
export class FsCliUsageError extends Error {
  override readonly name = "FsCliUsageError";
}

/**
 * Reads the command line; what it does not say comes from the settings.
 * @returns "help" when asked for help
 * @throws FsCliUsageError
 */
export function parseFsCliArguments(
  args: readonly string[],
  settings: Settings,
): FsCliArguments | "help" {
  const values = parse(args);
  if (values.help === true) return "help";
  const port = values.port === undefined ? settings.eslPort : Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new FsCliUsageError(`--port: a number from 1 to 65535 is needed, not "${values.port}"`);
  return {
    host: values.host ?? settings.eslHost,
    port,
    password: values.password ?? settings.eslPassword,
    user: values.user ?? settings.eslUser,
    logLevel: values.loglevel,
    commands: values.execute ?? [],
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        execute: { type: "string", short: "x", multiple: true },
        host: { type: "string", short: "H" },
        port: { type: "string", short: "P" },
        password: { type: "string", short: "p" },
        user: { type: "string", short: "u" },
        loglevel: { type: "string", short: "l" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new FsCliUsageError((error as Error).message);
  }
}
