import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface Child {
  /** Settles when the program has printed what matches. */
  said(pattern: RegExp): Promise<void>;
  readonly ended: Promise<Ended>;
  /** Everything printed on standard output until now. */
  soFar(): string;
  write(text: string): void;
  endInput(): void;
  interrupt(): void;
}

/** Starts a Node program of this repository; `environment` is added to a bare one, so that no setting of ours leaks in. */
export function startProgram(
  file: string,
  args: readonly string[],
  environment: Record<string, string>,
): Child {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [ROOT + file, ...args], {
    cwd: ROOT,
    env: { PATH, ...environment },
  });
  let output = "";
  let errors = "";
  let wake: (() => void)[] = [];
  const look = () => {
    const woken = wake;
    wake = [];
    for (const each of woken) each();
  };
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString("utf8");
    look();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString("utf8");
  });
  const ended = new Promise<Ended>((resolve) =>
    child.on("close", (status) => {
      resolve({ status, output, errors });
      look();
    }),
  );
  /** Earlier than the test's own timeout, which would not tell what was printed. */
  const late = (pattern: RegExp) =>
    new Promise<never>((_, reject) => {
      const complain = () => reject(new Error(`never said ${pattern}: ${output}${errors}`));
      setTimeout(complain, 15_000).unref();
    });
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  return {
    ended,
    async said(pattern) {
      while (!pattern.test(output)) {
        if (isOver()) throw new Error(`it ended without ${pattern}: ${output}${errors}`);
        await Promise.race([new Promise<void>((resolve) => wake.push(resolve)), late(pattern)]);
      }
    },
    soFar: () => output,
    write: (text) => child.stdin.write(text),
    endInput: () => child.stdin.end(),
    interrupt: () => child.kill("SIGINT"),
  };
}
