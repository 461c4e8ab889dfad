import { writeSync } from "node:fs";
import type { Encryption } from "../../packages/server/src/archive/index.js";
import { TreeSwitch } from "../changes/tree-switch.js";
import { openArchive } from "./rooms.js";

/** Told by the parent: where to work, and the snapshots to go to and fro between. */
export interface CrashTask {
  readonly confDir: string;
  readonly dataDir: string;
  readonly templatesDir: string;
  readonly files: readonly string[];
  readonly encryption: Partial<Encryption>;
}

/** Restores one after the other until it is killed; one line a step, written at once. */
const task = JSON.parse(process.argv[2] ?? "{}") as CrashTask;
const rooms = await openArchive(task, new TreeSwitch(task.confDir));
await rooms.xmlState.refresh();
const archive = rooms.archiveWith(task.encryption);
for (;;) {
  for (const file of task.files) {
    writeSync(1, "next\n");
    await archive.restore(file);
  }
}
