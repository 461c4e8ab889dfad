import { type ChildTask, runChild } from "./crash-child.js";

const task = JSON.parse(process.argv[2] ?? "{}") as ChildTask;
await runChild(task);
process.exit(0);
