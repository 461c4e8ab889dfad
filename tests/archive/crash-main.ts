import { writeSync } from "node:fs";
import { TreeSwitch } from "../changes/tree-switch.js";
import { openArchive } from "./rooms.js";

/** Told by the parent: where to work, and the snapshots to go to and fro between. */
export interface CrashTask {
  readonly confDir: string;
  readonly dataDir: string;
  readonly templatesDir: string;
  readonly files: readonly string[];
}

/** Restores one after the other until it is killed; one line a step, written at once. */
const task = JSON.parse(process.argv[2] ?? "{}") as CrashTask;
const rooms = await openArchive(task, new TreeSwitch(task.confDir));
await rooms.xmlState.refresh();
for (;;) {
  for (const file of task.files) {
    writeSync(1, "next\n");
    await rooms.archive.restore(file);
  }
}
