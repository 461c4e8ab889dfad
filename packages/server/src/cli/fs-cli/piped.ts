import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Outcome, SwitchConsole } from "./console.js";

/** Lines that may be written before the first of them is answered. */
const AHEAD = 100;

/**
 * Runs lines as they come, without waiting for each answer, and prints the answers in the order of the lines.
 * @returns whether any of them failed, once all are answered
 */
export async function runPiped(console: SwitchConsole, input: Readable): Promise<boolean> {
  const waiting: Promise<Outcome>[] = [];
  let before: Promise<unknown> = Promise.resolve();
  let failed = false;
  const settle = async () => {
    failed = (await waiting.shift()) === "failed" || failed;
  };
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const entered = console.enter(line, { before });
    waiting.push(entered);
    before = entered;
    if (waiting.length >= AHEAD) await settle();
    if (isExit(line)) break;
  }
  // After /exit a pipe that stays open would keep the process.
  input.destroy();
  while (waiting.length > 0) await settle();
  return failed;
}

const isExit = (line: string): boolean => /^\s*(?:\/(?:exit|quit|bye)|\.\.\.)\s*$/.test(line);
