import { InvalidArgumentError } from "../errors.js";

const CONTROL = /\p{Cc}/u;
/** Half of a surrogate pair: it has no UTF-8 form and would arrive as another character. */
const LONE_SURROGATE = /\p{Cs}/u;

export function invalid(field: string, reason: string): never {
  throw new InvalidArgumentError(field, reason);
}

/**
 * Answers `value` when it can stand in a command line or a header value.
 * @throws InvalidArgumentError for CR, LF, NUL and every other control character: they end lines and headers
 */
export function assertSafe(value: string, field: string): string {
  if (typeof value !== "string") invalid(field, "must be text");
  if (CONTROL.test(value)) invalid(field, "must not contain control characters");
  if (LONE_SURROGATE.test(value)) invalid(field, "must be well-formed text");
  return value;
}

/** A value that is one word of a command line: safe, not empty, without blanks. */
export function assertWord(value: string, field: string): string {
  if (!/^\S+$/u.test(assertSafe(value, field))) invalid(field, "must be one word");
  return value;
}

/** A header name: safe, not empty, without blanks and colons. */
export function assertHeaderName(name: string, field: string): string {
  if (!/^[^\s:]+$/u.test(assertSafe(name, field)))
    invalid(field, `${JSON.stringify(name)} is no header name`);
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
