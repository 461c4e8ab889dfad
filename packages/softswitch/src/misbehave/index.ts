export { registerMisbehaveCommands } from "./commands.js";
export { type Mischance, Mischief, type MischiefEvents } from "./mischief.js";
export { MISBEHAVIOURS, type MisbehaviourName, parseMisbehaviour } from "./names.js";
