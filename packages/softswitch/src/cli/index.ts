export { type CliArguments, parseArguments, UsageError } from "./arguments.js";
export { main } from "./run.js";
