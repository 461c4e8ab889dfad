import type { UnsafeReason } from "./encode/check.js";

/** Base of everything this package throws on purpose. */
export class FsxmlError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A document that is not well-formed. `line` and `column` count from 1. */
export class XmlSyntaxError extends FsxmlError {
  constructor(
    readonly reason: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(`line ${line}, column ${column}: ${reason}`);
  }
}

/** Elements nested deeper than the limit; refused, because whatever walks the tree may use the stack. */
export class XmlDepthError extends XmlSyntaxError {
  constructor(
    readonly limit: number,
    line: number,
    column: number,
  ) {
    super(`elements are nested deeper than ${limit}`, line, column);
  }
}

/** FreeSWITCH's own refusal: `message` is the text `reloadxml` puts between its brackets. */
export class SwitchXmlError extends FsxmlError {
  constructor(
    message: string,
    /** Line of the preprocessed text, as FreeSWITCH counts it; undefined where its text names none. */
    readonly line: number | undefined,
    readonly reason: string,
  ) {
    super(message);
  }
}

/** A value that must not be written into the configuration tree. */
export class UnsafeValueError extends FsxmlError {
  constructor(
    readonly field: string,
    readonly reason: UnsafeReason | UnfitReason,
  ) {
    super(`${field}: ${EXPLANATIONS[reason]}`);
  }
}

/** Why a part does not fit into the data of the `conference` application. */
export type UnfitReason = "empty" | "conference-delimiter" | "leading-blank" | "not-a-number";

const EXPLANATIONS: Record<UnsafeReason | UnfitReason, string> = {
  "control-character": "control characters and line ends are not allowed",
  "line-separator": "the Unicode line and paragraph separators are not allowed",
  "lone-surrogate": "half of a surrogate pair is not a character",
  "unsupported-character": "this character cannot be written to the switch's configuration",
  "global-variable": "$${…} would be replaced by a global variable of the switch",
  "channel-variable": "a dollar sign with a brace would be replaced by a variable of the call",
  "preprocessor-tag": "the word X-PRE-PROCESS is a command of the switch's preprocessor",
  "processing-instruction": "<? makes the switch drop the line",
  "include-tag": "<include> makes the switch drop the line",
  "server-side-include": "<!--# is a command of the switch's preprocessor",
  empty: "must not be empty",
  "conference-delimiter": "contains a character that separates the parts of a conference's data",
  "leading-blank": "must not begin with a blank",
  "not-a-number": "must consist of digits",
};

/** The root file cannot be read; FreeSWITCH's text for it is the message. */
export class RootUnreadableError extends FsxmlError {
  constructor(
    readonly path: string,
    options?: ErrorOptions,
  ) {
    super("Cannot Open log directory or XML Root!", options);
  }
}

/** A preprocessor command that would start a program or use the network, met under the policy `refuse`. */
export class PreprocessRefusedError extends FsxmlError {
  constructor(
    readonly command: string,
    readonly data: string,
    readonly file: string,
    readonly line: number,
  ) {
    super(`${file}:${line}: the preprocessor command ${command} is refused`);
  }
}

/** An edit that cannot be made, for instance of an element that has been removed. */
export class SourceEditError extends FsxmlError {}
