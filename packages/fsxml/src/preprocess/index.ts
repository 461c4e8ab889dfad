export { expandVariables } from "./expand-variables.js";
export { glob } from "./glob.js";
export { preprocess } from "./preprocess.js";
export { PreprocessCache } from "./preprocess-cache.js";
export {
  DIAGNOSTIC_CODES,
  type Diagnostic,
  type DiagnosticCode,
  type PreprocessOptions,
  type PreprocessResult,
  type SourceLine,
  type Variables,
} from "./types.js";
