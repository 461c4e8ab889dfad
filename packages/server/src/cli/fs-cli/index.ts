export { fsCli } from "./fs-cli.js";
