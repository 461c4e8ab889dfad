export { type FirstRun, type PrepareOptions, prepareDataDir } from "./prepare.js";
