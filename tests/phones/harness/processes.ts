import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { delimiter, resolve } from "node:path";

const GRACE_MS = 3000;

/** How long anything that surely comes is waited for: only a busy machine ever needs so much. */
export const PATIENCE_MS = 20_000;

/** util-linux has it; without it a killed test run leaves its children. */
const setpriv = hasProgram("setpriv");

/** Starts a child that does not outlive this process, however that ends. */
export function startProcess(
  program: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const child = setpriv
    ? spawn("setpriv", ["--pdeathsig", "KILL", program, ...args], options)
    : spawn(program, args, options);
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  return child;
}

/** Ends a child: politely, then not. Resolves when it is gone. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, "exit");
  const timer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  child.kill("SIGTERM");
  await gone;
  clearTimeout(timer);
}

/** Kills a child as a power cut would. */
export async function killProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** Whether a program is there. It is not run: the first start of a large one can take longer than anybody would wait. */
export function hasProgram(name: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(resolve(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Waits for a condition that nothing announces. @throws Error after `waitMs` */
export async function until(
  what: string,
  fits: () => boolean | Promise<boolean>,
  waitMs = PATIENCE_MS,
): Promise<void> {
  const end = Date.now() + waitMs;
  while (!(await fits())) {
    if (Date.now() > end) throw new Error(`waited ${waitMs} ms for ${what}`);
    await pause(25);
  }
}

/** Lets sound flow: what is measured needs time to exist. */
export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));
