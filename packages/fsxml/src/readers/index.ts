export {
  type ConferenceConfig,
  type ConferenceProfile,
  type Control,
  readConferenceConfig,
} from "./conference-config.js";
export {
  type ConferenceData,
  formatConferenceData,
  parseConferenceData,
} from "./conference-data.js";
export { type DialplanConference, parseNumberExpression, readConferences } from "./dialplan.js";
export { readDirectory, readDirectoryText } from "./directory.js";
export {
  type DirectoryDomain,
  type DirectoryPlace,
  DirectoryUser,
  type NamedValues,
  type ValueSets,
} from "./directory-model.js";
