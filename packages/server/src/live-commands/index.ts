export {
  createLiveCommands,
  LiveCommandError,
  type LiveCommands,
  type LiveCommandsOptions,
} from "./commands.js";
export { promptsBelow } from "./prompts.js";
export {
  liveConferenceV2,
  liveMemberV2,
  memberName,
  registrationV2,
  roleOfLive,
  type ViewFactsV2,
} from "./view.js";
