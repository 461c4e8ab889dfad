import { join } from "node:path";
import { backoff, EslClient, EslError } from "@parley/esl";
import type { LoadedConfig } from "../../config/index.js";
import { type FsCliArguments, FsCliUsageError, parseFsCliArguments, USAGE } from "./arguments.js";
import { createPalette, type Palette, wantsColour } from "./colours.js";
import { SwitchConsole } from "./console.js";
import { Terminal } from "./interactive.js";
import { runPiped } from "./piped.js";

const STATUS = { fine: 0, failed: 1, usage: 2, noConnection: 3 } as const;
const HISTORY_FILE = "fs_cli-history";

/**
 * A console on the switch: one-shot (`-x`), from standard input, or for a person at a terminal.
 * @returns the process's exit status, see USAGE
 */
export async function fsCli(args: readonly string[], config: LoadedConfig): Promise<number> {
  const { settings } = config;
  try {
    const given = parseFsCliArguments(args, settings);
    if (given === "help") {
      console.log(USAGE);
      return STATUS.fine;
    }
    const palette = createPalette(wantsColour(process.stdout.isTTY === true, process.env));
    if (given.commands.length === 0 && process.stdin.isTTY === true)
      return await interactive(given, palette, join(settings.dataDir, HISTORY_FILE));
    return await unattended(given, palette);
  } catch (error) {
    if (error instanceof FsCliUsageError) {
      console.error(`parley fs_cli: ${error.message}\n\n${USAGE}`);
      return STATUS.usage;
    }
    if (!(error instanceof EslError)) throw error;
    console.error(`parley fs_cli: ${error.message}`);
    return STATUS.noConnection;
  }
}

/** One connection that is not made again: what depended on it has failed. */
async function unattended(given: FsCliArguments, palette: Palette): Promise<number> {
  const client = createClient(given, false);
  let lost: EslError | undefined;
  client.on("down", (error) => {
    lost = error;
  });
  const print = (text: string) => console.log(text);
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // Whoever read our output has seen enough.
    if (error.code === "EPIPE") process.exit(STATUS.fine);
    throw error;
  });
  try {
    const switchConsole = new SwitchConsole({ client, palette, print });
    await client.connect();
    await client.log(given.logLevel);
    const failed =
      given.commands.length > 0
        ? await runEach(switchConsole, given.commands)
        : await runPiped(switchConsole, process.stdin);
    if (lost !== undefined) return STATUS.noConnection;
    return failed ? STATUS.failed : STATUS.fine;
  } finally {
    await client.close();
  }
}

/** One after the other; the ones behind a failure still run. */
async function runEach(console: SwitchConsole, commands: readonly string[]): Promise<boolean> {
  let failed = false;
  for (const command of commands) failed = (await console.enter(command)) === "failed" || failed;
  return failed;
}

async function interactive(
  given: FsCliArguments,
  palette: Palette,
  historyFile: string,
): Promise<number> {
  const client = createClient(given, true);
  const address = `${given.host}:${given.port}`;
  const terminal = new Terminal({ client, address, palette, historyFile });
  const print = (text: string) => terminal.print(text);
  const switchConsole = new SwitchConsole({ client, palette, print });
  try {
    await client.log(given.logLevel);
    // Settles only when there is no point in trying on: a wrong password, an access list.
    const refused = client.connect().then(() => new Promise<never>(() => {}));
    await Promise.race([terminal.run(switchConsole), refused]);
    return STATUS.fine;
  } finally {
    terminal.close();
    await client.close();
  }
}

function createClient(given: FsCliArguments, keepUp: boolean): EslClient {
  const { host, port, password, user } = given;
  return new EslClient({
    host,
    port,
    password,
    ...(user === undefined ? {} : { user }),
    // Someone sits there and waits: never longer than a few seconds.
    reconnect: keepUp ? backoff({ maxMs: 5000 }) : false,
  });
}
