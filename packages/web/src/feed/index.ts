export { type FeedAnswer, NoAnswerError } from "./answers.js";
export { FeedProvider, useFeed, useFeedCommands } from "./provider.js";
export type { FeedState, RaisedAlarm } from "./state.js";
