export { registerWebClient, type WebClientOptions } from "./plugin.js";
