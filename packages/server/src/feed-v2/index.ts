export type { FeedV2Dependencies } from "./dependencies.js";
export { FeedV2 } from "./feed.js";
export { registerFeedV2 } from "./plugin.js";
