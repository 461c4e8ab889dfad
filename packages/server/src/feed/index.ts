export type { ClientLimits } from "./client.js";
export type { FeedDependencies, FeedLogger } from "./dependencies.js";
export type { Feed } from "./feed.js";
export { loginOf } from "./login.js";
export { registerFeedV1 } from "./plugin.js";
