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
export {
  type DirectoryDomain,
  type DirectoryUser,
  type NamedValues,
  readDirectory,
  type ValueSets,
} from "./directory.js";
