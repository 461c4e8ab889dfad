import { type ApiResult, type SwitchCore, splitCommand } from "../core/index.js";
import type { Mischief } from "../misbehave/index.js";

export interface Job {
  readonly id: string;
  readonly line: string;
  readonly ownerUuid: string | undefined;
}

/** Fires the result of a background command. An empty output stays empty, unlike with `api`. */
function report(core: SwitchCore, job: Job, result: ApiResult): void {
  const { name, args } = splitCommand(job.line);
  core.fire("BACKGROUND_JOB", {
    headers: [
      ["Job-UUID", job.id],
      ["Job-Owner-UUID", job.ownerUuid ?? ""],
      ["Job-Command", name],
      ["Job-Command-Arg", args],
    ],
    body: result ?? `-ERR ${name} Command not found!\n`,
    source: { file: "mod_event_socket.c", function: "api_exec", line: 1572 },
  });
}

/** Runs a command of `bgapi` after the current turn, as the thread would, and fires BACKGROUND_JOB. */
export function startJob(core: SwitchCore, mischief: Mischief, job: Job): void {
  const run = async (): Promise<void> => {
    const result = await core.api.run(job.line);
    const late = mischief.take("late job");
    if (late === undefined) report(core, job, result);
    else setTimeout(() => report(core, job, result), late.delayMs);
  };
  setImmediate(() => void run());
}
