import { dirname } from "node:path";
import { PreprocessRefusedError, RootUnreadableError } from "../errors.js";
import { type Command, parseCommentCommand, parseTagCommand, splitAssignment } from "./command.js";
import { expandLine } from "./expand-variables.js";
import { glob, hasCode } from "./glob.js";
import { Output } from "./output.js";
import { lineEnd, type PreparedFile, prepareFile } from "./prepared-file.js";
import { PreprocessCache } from "./preprocess-cache.js";
import type {
  Diagnostic,
  DiagnosticCode,
  PreprocessOptions,
  PreprocessResult,
  SourceLine,
} from "./types.js";
import { VariableStore } from "./variables.js";

const MAX_DEPTH = 100;
/** A file that includes itself twice would otherwise be read 2^100 times. */
const MAX_INCLUDES = 1_000_000;

/**
 * Runs FreeSWITCH's preprocessor over a configuration tree. It works on lines, before any XML is parsed: comments do not hide a command, and
 * everything else on a command's line is lost. Never starts a program.
 * @throws RootUnreadableError when the root file cannot be read
 * @throws PreprocessRefusedError for exec, exec-set and stun-set when `exec` is `refuse`
 */
export function preprocess(options: PreprocessOptions): PreprocessResult {
  const run = new Run(options);
  run.root();
  return run.result();
}

/** Where the present line stands. */
interface Position extends SourceLine {
  readonly directory: string;
  readonly depth: number;
}

class Run {
  readonly #output = new Output();
  readonly #variables: VariableStore;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #files = new Set<string>();
  readonly #cache: PreprocessCache;
  readonly #uncached = new Map<string, PreparedFile>();
  #includes = 0;

  constructor(readonly options: PreprocessOptions) {
    this.#variables = new VariableStore(options.variables);
    this.#cache = options.cache ?? new PreprocessCache();
  }

  root(): void {
    const { root } = this.options;
    let file: PreparedFile;
    try {
      file = this.#read(root);
    } catch (error) {
      throw new RootUnreadableError(root, { cause: error });
    }
    this.#process(file, root, dirname(root), 0);
  }

  result(): PreprocessResult {
    const output = this.#output;
    const { root } = this.options;
    const files = [...this.#files];
    this.options.cache?.retain(files);
    return {
      text: output.text,
      variables: this.#variables.toMap(),
      files,
      diagnostics: this.#diagnostics,
      lineOrigin: (line) => output.origin(line) ?? { file: root, line: 1 },
    };
  }

  #read(path: string): PreparedFile {
    const file = this.#readAnywhere(path);
    this.#files.add(path);
    return file;
  }

  #readAnywhere(path: string): PreparedFile {
    const { readFile } = this.options;
    if (readFile === undefined) return this.#cache.read(path);
    const known = this.#uncached.get(path) ?? prepareFile(readFile(path));
    this.#uncached.set(path, known);
    return known;
  }

  /** Copies the lines that need no attention in whole stretches. */
  #process(file: PreparedFile, path: string, directory: string, depth: number): void {
    const { text } = file;
    let at = 0;
    let line = 1;
    for (const special of file.specials) {
      // An open `<!--#` has swallowed this line already.
      if (special.start < at) continue;
      this.#output.write(text.slice(at, special.start), path, line);
      const raw = text.slice(special.start, special.end);
      const opened = this.#line(raw, { file: path, line: special.line, directory, depth });
      at = special.end;
      line = special.line + (raw.endsWith("\n") ? 1 : 0);
      if (opened)
        ({ at, line } = this.#skipComment(text, at, { file: path, line, directory, depth }));
    }
    this.#output.write(at === 0 ? text : text.slice(at), path, line);
  }

  /** Drops lines up to the one with `-->`, whose rest is a line like any other. */
  #skipComment(text: string, from: number, position: Position): { at: number; line: number } {
    let at = from;
    let { line } = position;
    let open = true;
    while (open && at < text.length) {
      const end = lineEnd(text, at);
      const raw = text.slice(at, end);
      open = this.#line(raw, { ...position, line }, true);
      at = end;
      if (raw.endsWith("\n")) line++;
    }
    return { at, line };
  }

  /** One line through all steps. @returns whether a `<!--#` is open after it */
  #line(raw: string, position: Position, inComment = false): boolean {
    const nul = raw.indexOf("\0");
    const line = nul < 0 ? raw : raw.slice(0, nul);
    const { text, remainder, unterminated } = expandLine(line, this.#variables);
    if (unterminated)
      this.#note("error", "unterminated-variable", "unterminated variable", position);
    if (/<\/?include>|<\?/.test(remainder)) return inComment;
    if (!inComment) return this.#content(text, position);
    const end = remainder.indexOf("-->");
    return end < 0 || this.#content(remainder.slice(end + 3), position);
  }

  #content(text: string, position: Position): boolean {
    const tagAt = text.search(/x-pre-process/i);
    if (tagAt >= 0) {
      if (text[tagAt - 1] === "<") this.#command(parseTagCommand(text.slice(tagAt)), position);
      return false;
    }
    const commentAt = text.indexOf("<!--#");
    if (commentAt >= 0) return this.#comment(text, commentAt, position);
    this.#output.write(text, position.file, position.line);
    return false;
  }

  /** The form `<!--#cmd "arg"-->`: what stands around it is written first, the command runs afterwards. */
  #comment(text: string, at: number, position: Position): boolean {
    const end = text.indexOf("-->", at);
    const after = end < 0 ? "" : text.slice(end + 3);
    this.#output.write(text.slice(0, at) + after, position.file, position.line);
    const body = text.slice(at + "<!--#".length, end < 0 ? undefined : end);
    const command = parseCommentCommand(body);
    // This form has no env-set.
    if (command?.name.toLowerCase() !== "env-set") this.#command(command, position);
    return end < 0;
  }

  #command(command: Command | undefined, position: Position): void {
    if (command === undefined) {
      this.#note("warning", "command-malformed", "command without cmd and data", position);
      return;
    }
    const { data } = command;
    const name = command.name.toLowerCase();
    if (name === "set") this.#set(data, position);
    else if (name === "include") this.#include(data, position);
    else if (name === "env-set") this.#setFromEnvironment(data, position);
    else if (["exec", "exec-set", "stun-set"].includes(name)) this.#forbidden(name, data, position);
    else this.#note("warning", "command-unknown", `unknown command ${command.name}`, position);
  }

  #set(data: string, position: Position): void {
    const assignment = splitAssignment(data);
    if (assignment !== undefined) this.#variables.set(assignment.name, assignment.value);
    else this.#note("warning", "command-malformed", "set without =", position);
  }

  #setFromEnvironment(data: string, position: Position): void {
    const [, name = "", key = ""] = /^([^=]*)=\$(.*)/s.exec(data) ?? [];
    const value = this.options.environment?.[key];
    if (value !== undefined && key !== "") this.#variables.set(name, value);
    else this.#note("info", "environment-missing", `no environment variable ${key}`, position);
  }

  #forbidden(name: string, data: string, position: Position): void {
    if (this.options.exec === "refuse") {
      throw new PreprocessRefusedError(name, data, position.file, position.line);
    }
    this.#note("warning", "command-ignored", `${name} is not carried out`, position);
  }

  #include(pattern: string, position: Position): void {
    const path = isAbsolute(pattern) ? pattern : `${position.directory}/${pattern}`;
    const matches = (this.options.glob ?? glob)(path);
    if (matches === undefined) {
      this.#note("error", "include-failed", `Error including ${path}`, position);
    } else if (matches.length === 0) {
      this.#note("info", "include-no-match", `No files to include at ${path}`, position);
    }
    for (const match of matches ?? []) this.#includeFile(match, position);
  }

  #includeFile(path: string, position: Position): void {
    if (position.depth >= MAX_DEPTH || ++this.#includes > MAX_INCLUDES) {
      const message = `Error including ${path} (Maximum recursion limit reached)`;
      this.#note("error", "include-too-deep", message, position);
      return;
    }
    let file: PreparedFile;
    try {
      file = this.#read(path);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      // FreeSWITCH opens a directory and reads nothing from it.
      const severity = hasCode(error, "EISDIR") ? "warning" : "error";
      this.#note(severity, "include-unreadable", `Couldn't open ${path} (${reason})`, position);
      return;
    }
    this.#process(file, path, path.slice(0, path.lastIndexOf("/")), position.depth + 1);
  }

  #note(
    severity: Diagnostic["severity"],
    code: DiagnosticCode,
    message: string,
    { file, line }: SourceLine,
  ): void {
    this.#diagnostics.push({ severity, code, message, file, line });
  }
}

function isAbsolute(pattern: string): boolean {
  return pattern.startsWith("/") || pattern.includes("://");
}
