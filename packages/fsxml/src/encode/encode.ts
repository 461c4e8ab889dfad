import { UnsafeValueError } from "../errors.js";
import { checkValue, type EncodeOptions } from "./check.js";

const REFERENCES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/**
 * `value` as it may stand between quotes of either kind.
 * @param field name of the value for the error
 * @throws UnsafeValueError when FreeSWITCH's preprocessor or dialplan would act upon the value
 */
export function encodeAttribute(value: string, field: string, options?: EncodeOptions): string {
  return escapeMarkup(checked(value, field, options));
}

/** `value` as it may stand between tags; refuses the same values as `encodeAttribute`. */
export function encodeText(value: string, field: string, options?: EncodeOptions): string {
  return escapeMarkup(checked(value, field, options));
}

/** A start tag's worth of markup, `<name a="b"/>`, every value through the encoder. */
export function encodeElement(
  name: string,
  attributes: Readonly<Record<string, string>>,
  options?: EncodeOptions,
): string {
  const pairs = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${encodeAttribute(value, key, options)}"`,
  );
  return `<${name}${pairs.join("")}/>`;
}

function checked(value: string, field: string, options?: EncodeOptions): string {
  const reason = checkValue(value, options);
  if (reason !== undefined) throw new UnsafeValueError(field, reason);
  return value;
}

/** Escapes without asking; for text that has been checked part by part. */
export function escapeMarkup(value: string): string {
  return value.replace(/[&<>"']/g, (character) => REFERENCES[character] ?? character);
}
