export { preprocess } from "./preprocess.js";
export {
  DIAGNOSTIC_CODES,
  type Diagnostic,
  type DiagnosticCode,
  type PreprocessOptions,
  type PreprocessResult,
  type SourceLine,
  type Variables,
} from "./types.js";
