import { parseArgs } from "node:util";
import { ConfigError, describeConfig, loadConfig } from "../config/index.js";
import { type ArchiveWords, archiveCommand } from "./archive.js";
import { doctor } from "./doctor.js";
import { fsCli } from "./fs-cli/index.js";
import { startCommand } from "./start.js";

const HELP = `parley: the control server of a conference system on FreeSWITCH

  parley start     runs the server against the switch that the settings name
  parley config    prints every setting and where it came from
  parley doctor    checks settings, folders, event socket, switch and configuration
  parley store [PART] [--label NAME]   archives the switch's tree, or its dialplan, conferences or directory
  parley snapshots                     lists the archives
  parley restore FILE|PART [--identity KEYS]  brings one back while no server runs; see docs/archive.md
  parley fs_cli    a console on the switch: interactive, or -x "command"; see parley fs_cli --help

Settings come from the environment, .env and parley.config.*; see docs/configuration.md.`;

/** @returns the process's exit status. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    // It has options of its own.
    if (args[0] === "fs_cli") return await fsCli(args.slice(1), await loadConfig());
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h" },
        label: { type: "string" },
        identity: { type: "string" },
      },
    });
    if (values.help || positionals.length === 0) {
      console.log(HELP);
      return values.help ? 0 : 2;
    }
    return await command(positionals, values);
  } catch (error) {
    if (error instanceof ConfigError || isUsageError(error)) {
      console.error(`parley: ${(error as Error).message}`);
      return 2;
    }
    throw error;
  }
}

async function command(words: readonly string[], options: ArchiveWords): Promise<number> {
  const [name] = words;
  switch (name) {
    case "start":
      return startCommand(await loadConfig());
    case "config":
      console.log(describeConfig(await loadConfig()));
      return 0;
    case "doctor":
      return doctor(await loadConfig(), (line) => console.log(line));
    case "store":
    case "restore":
    case "snapshots": {
      const { settings } = await loadConfig();
      return archiveCommand(words, settings, (line) => console.log(line), options);
    }
    default:
      console.error(`parley: there is no command "${name}"\n\n${HELP}`);
      return 2;
  }
}

function isUsageError(error: unknown): boolean {
  return String((error as { code?: string }).code).startsWith("ERR_PARSE_ARGS");
}
