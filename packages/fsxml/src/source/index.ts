export {
  type ConferenceExtension,
  findConferenceExtension,
  findConferenceExtensions,
  removeExtension,
  renameExtension,
  setConferenceData,
  setExtensionNumber,
} from "./extension-edits.js";
export { DOCUMENT_NAME, type SourceElement } from "./nodes.js";
export {
  findUser,
  findUsers,
  getParam,
  getVariable,
  removeParam,
  removeUser,
  removeVariable,
  renameUser,
  setParam,
  setVariable,
} from "./user-edits.js";
export { XmlSource } from "./xml-source.js";
