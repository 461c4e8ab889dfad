export {
  Batch,
  CLOSE_GOING_AWAY,
  CLOSE_POLICY,
  type ClientLimits,
  DEFAULT_LIMITS,
  FeedClient,
} from "./client.js";
export type { FeedDependencies, FeedLogger } from "./dependencies.js";
export type { Feed } from "./feed.js";
export { loginOf } from "./login.js";
export { ensureWebSockets, registerFeedV1 } from "./plugin.js";
