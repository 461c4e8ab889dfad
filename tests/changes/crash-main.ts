import { type ChildTask, runChild } from "./crash-child.js";

const task = JSON.parse(process.argv[2] ?? "{}") as ChildTask;
await runChild(task);
// It ends by being killed, even when all is done.
setInterval(() => {}, 60_000);
