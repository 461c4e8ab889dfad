import type { PreprocessOptions, PreprocessResult } from "./types.js";

/** Runs the preprocessor. */
export function preprocess(options: PreprocessOptions): PreprocessResult {
  throw new Error(`not ready: ${options.root}`);
}
