export { type BuiltInFacts, builtInVariables } from "./built-in-variables.js";
export { Directory, type DirectoryEntry, mergedUser, userRecord } from "./directory.js";
export {
  createTree,
  groupsOf,
  SwitchTree,
  TreeLoadError,
  type TreeOptions,
} from "./switch-tree.js";
