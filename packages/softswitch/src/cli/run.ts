import { resolve } from "node:path";
import { createSoftswitch, type Softswitch, type SoftswitchAddresses } from "../softswitch.js";
import { type CliArguments, parseArguments, USAGE, UsageError } from "./arguments.js";

/** How long the end of calls and connections may take before the process leaves anyway. */
const STOP_MS = 5000;
/** Whoever started the switch has something else to do just then. */
const PHONES_AFTER_MS = 1000;

function create(given: CliArguments, stop: () => void): Softswitch {
  const {
    demo: _demo,
    rehearsal: _first,
    untilStdinEnds: _stdin,
    confDir,
    recordingsDir,
    ...rest
  } = given;
  return createSoftswitch({
    ...rest,
    confDir: resolve(confDir),
    recordingsDir: recordingsDir && resolve(recordingsDir),
    onShutdown: stop,
    logger: (line) => {
      if (line.level === "err" || line.level === "crit") console.error(line.text.trimEnd());
    },
  });
}

/** `, sip udp 127.0.0.1:5060, ws 127.0.0.1:5066`; nothing where nothing is bound. */
function describePhones(sip: SoftswitchAddresses["sip"]): string {
  const bound = Object.entries(sip ?? {}).flatMap(([transport, address]) =>
    address === undefined ? [] : [`${transport} ${address.host}:${address.port}`],
  );
  return bound.length === 0 ? "" : `, sip ${bound.join(", ")}`;
}

async function serve(given: CliArguments): Promise<void> {
  const stop = (): void => {
    const late = setTimeout(() => process.exit(1), STOP_MS);
    late.unref();
    softswitch.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  const softswitch = create(given, stop);
  const { host, eslPort, sip } = await softswitch.start();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, stop);
  if (given.untilStdinEnds) process.stdin.resume().once("end", stop);
  if (given.demo) softswitch.startDemo();
  if (sip && given.rehearsal) expectPhones(softswitch, Boolean(sip.ws ?? sip.wss));
  const phones = describePhones(sip);
  console.log(
    `parley-softswitch ready: event socket ${host}:${eslPort}${phones}, tree ${given.confDir}`,
  );
}

/** Before there are calls nobody hears what makes the first of them slow. */
function expectPhones(softswitch: Softswitch, browsers: boolean): void {
  const prepare = async (): Promise<void> => {
    await softswitch.expectCalls().catch(report("Rehearsal"));
    if (browsers) await softswitch.expectBrowsers().catch(report("WebRTC"));
  };
  setTimeout(() => void prepare(), PHONES_AFTER_MS).unref();
}

const report =
  (what: string) =>
  (error: unknown): void =>
    console.error(`${what}: ${String(error)}`);

function fail(error: unknown): void {
  console.error(`parley-softswitch: ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof UsageError) console.error(USAGE);
  process.exit(error instanceof UsageError ? 2 : 1);
}

/** The program: starts, says so in one line, and stops on SIGTERM or SIGINT. */
export async function main(argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  try {
    const given = parseArguments(argv, process.env);
    if (given === "help") console.log(USAGE);
    else await serve(given);
  } catch (error) {
    fail(error);
  }
}
