export {
  CONFERENCE_FIELDS,
  type Conference,
  type Configuration,
  type LastReload,
  USER_FIELDS,
  type User,
  type XmlState,
} from "./model.js";
export { readConfiguration, type SwitchParts } from "./read.js";
export {
  createXmlState,
  type ReadingHold,
  type SwitchReader,
  type XmlStateOptions,
  type XmlStateRoom,
} from "./room.js";
export { sameConfiguration, snapshot } from "./snapshot.js";
