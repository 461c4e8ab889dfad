import { InvalidArgumentError } from "./errors.js";

const CONTROL = /\p{Cc}/u;
/** Half of a surrogate pair: it has no UTF-8 form and would arrive as another character. */
const LONE_SURROGATE = /\p{Cs}/u;
const NOT_IN_NAME = /[\s:]/u;

/**
 * Answers `value` when it can stand in a command line or a header value.
 * @throws InvalidArgumentError for CR, LF, NUL and every other control character: they end lines and headers
 */
export function assertSafe(value: string, field: string): string {
  if (typeof value !== "string") throw new InvalidArgumentError(field, "must be text");
  if (CONTROL.test(value))
    throw new InvalidArgumentError(field, "must not contain control characters");
  if (LONE_SURROGATE.test(value)) throw new InvalidArgumentError(field, "must be well-formed text");
  return value;
}

/** A value that is one word of a command line: safe, not empty, without blanks. */
export function assertWord(value: string, field: string): string {
  assertSafe(value, field);
  if (value === "" || /\s/u.test(value)) throw new InvalidArgumentError(field, "must be one word");
  return value;
}

/** A header name: safe, not empty, without blanks and colons. */
export function assertHeaderName(name: string, field: string): string {
  assertSafe(name, field);
  if (name === "" || NOT_IN_NAME.test(name)) {
    throw new InvalidArgumentError(field, `${JSON.stringify(name)} is no header name`);
  }
  return name;
}

/**
 * One argument for commands that split at blanks (switch_separate_string): quoted when it holds blanks, quotes or
 * backslashes, is empty, or starts with `^^`, which would change the delimiter.
 * @throws InvalidArgumentError for control characters
 */
export function quoteArgument(value: string): string {
  assertSafe(value, "argument");
  if (value !== "" && !value.startsWith("^^") && !/[\s'"\\]/u.test(value)) return value;
  return `'${value.replace(/['\\]/g, "\\$&")}'`;
}
