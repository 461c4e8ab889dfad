import type { PreprocessCache } from "./preprocess-cache.js";

/** What the preprocessor noticed; FreeSWITCH only logs these. */
export const DIAGNOSTIC_CODES = [
  "unterminated-variable",
  "command-malformed",
  "command-unknown",
  "command-ignored",
  "environment-missing",
  "include-no-match",
  "include-failed",
  "include-unreadable",
  "include-too-deep",
] as const;

export type DiagnosticCode = (typeof DIAGNOSTIC_CODES)[number];

export interface Diagnostic {
  readonly severity: "error" | "warning" | "info";
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export interface SourceLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** Variables by name; the preprocessor finds them regardless of case. */
export type Variables = ReadonlyMap<string, string> | Readonly<Record<string, string>>;

export interface PreprocessOptions {
  /** Path of freeswitch.xml. */
  readonly root: string;
  /** Global variables set before the file is read (`conf_dir`, `hostname` …). */
  readonly variables?: Variables;
  /**
   * exec, exec-set and stun-set are never carried out: `ignore` (default) leaves a diagnostic, `refuse` throws
   * PreprocessRefusedError.
   */
  readonly exec?: "ignore" | "refuse";
  /** What `env-set` may read; nothing when left out. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Files kept from an earlier run; not used together with `readFile`. */
  readonly cache?: PreprocessCache;
  /** Contents of a file; may throw what `fs.readFileSync` throws. */
  readonly readFile?: (path: string) => string;
  /** Paths that match an absolute pattern, in glob(3) order; undefined when a directory cannot be read. */
  readonly glob?: (pattern: string) => readonly string[] | undefined;
}

export interface PreprocessResult {
  readonly text: string;
  /** All variables after the run, in the order FreeSWITCH lists them. */
  readonly variables: Map<string, string>;
  /** Every file read, root first; a file included twice is listed once. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** Where line `line` (from 1) of `text` begins in the sources. */
  lineOrigin(line: number): SourceLine;
}
