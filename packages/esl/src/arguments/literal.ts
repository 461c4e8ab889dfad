import { assertSafe, quoteArgument } from "../commands/safe.js";
import { InvalidArgumentError } from "../errors.js";

/**
 * A text that an application of the switch receives as it stands. Without this `${name}` in it is replaced, and
 * `${command(args)}` runs an API command where the switch allows that (switch_channel_expand_variables).
 * @throws InvalidArgumentError for control characters, and for `%[` at the start, which would set variables
 */
export function literal(text: string, field = "argument"): string {
  assertSafe(text, field);
  if (/^%.?\[/.test(text)) throw new InvalidArgumentError(field, "must not start with %[");
  return text.replace(/\\/g, "\\\\").replace(/\$(?=\{)/g, "\\$&");
}

/** Texts as the separate arguments of one application. */
export function literalArguments(...texts: readonly (string | number)[]): string {
  return literal(texts.map((text) => quoteArgument(String(text))).join(" "));
}

const VARIABLE_NAME = /^[A-Za-z0-9_.:-]+$/;

/** @throws InvalidArgumentError for a name that is no variable name */
export function assertVariableName(name: string): string {
  if (!VARIABLE_NAME.test(name))
    throw new InvalidArgumentError("variable", `${JSON.stringify(name)} is no variable name`);
  return name;
}

const DELIMITERS = "~;#!+*@:";

/**
 * Variables in front of a dial string: `{^^~a=1~b=2}`. The delimiter is one that occurs in no value. API commands such as
 * `originate` split at blanks first: pass them `quoteArgument(variables + dialString)`.
 * @throws InvalidArgumentError for control characters, and for braces, which would end the list or be expanded
 */
export function variableList(
  variables: Readonly<Record<string, string | number | boolean>>,
): string {
  const entries = Object.entries(variables).map(
    ([name, value]) => [assertVariableName(name), assertSafe(String(value), name)] as const,
  );
  if (entries.length === 0) return "";
  for (const [name, value] of entries) {
    if (/[{}[\]<>]/.test(value)) throw new InvalidArgumentError(name, "must not contain brackets");
  }
  const used = entries.map(([name, value]) => name + value).join("");
  const delimiter = [...DELIMITERS].find((char) => !used.includes(char));
  if (delimiter === undefined)
    throw new InvalidArgumentError("variables", "hold every character that could separate them");
  const list = entries.map(([name, value]) => `${name}=${value.replace(/['\\]/g, "\\$&")}`);
  return `{^^${delimiter}${list.join(delimiter)}}`;
}
