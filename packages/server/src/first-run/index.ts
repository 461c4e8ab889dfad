export { type FirstRun, type PrepareOptions, prepareDataDir } from "./prepare.js";
export { generatePassword, generatePin } from "./secrets.js";
