import { checkValue, UnsafeValueError } from "@parley/fsxml";
import { InvalidValueError } from "./errors.js";

/** Longest text of any field, in UTF-16 units; each field's own rule is narrower. */
const LONGEST = 1024;

interface TextRule {
  readonly shortest: number;
  readonly longest: number;
}

/**
 * The rule of every text that a client sets: what the preprocessor, the XML parser or the event socket would
 * misread is refused, and so is what a reader would misread. Returns the text composed (NFC), so that equal looking
 * values are equal. Lengths are in characters.
 */
export function plainText(field: string, value: string, rule: TextRule): string {
  if (typeof value !== "string") throw new InvalidValueError(field, `${field} must be a text`);
  if (value.length > LONGEST) throw tooLong(field, rule);
  // Composing may bring forth what was not there: U+FA6C stands for a character beyond U+FFFF, U+037E for a semicolon.
  const text = value.normalize("NFC");
  const unsafe = checkValue(text);
  if (unsafe !== undefined) {
    throw new InvalidValueError(field, new UnsafeValueError(field, unsafe).message);
  }
  refuseUnreadable(field, text);
  const length = [...text].length;
  if (length > rule.longest) throw tooLong(field, rule);
  if (length < rule.shortest) {
    const least = rule.shortest === 1 ? "must not be empty" : `needs ${rule.shortest} characters`;
    throw new InvalidValueError(field, `${field} ${least}`);
  }
  return text;
}

const tooLong = (field: string, rule: TextRule): InvalidValueError =>
  new InvalidValueError(field, `${field} is longer than ${rule.longest} characters`);

/** C0, DEL, C1 and the line and paragraph separators. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u;
/** Invisible or reordering characters (Unicode TR 36): a name must not be able to pose as another. */
const DECEIVING = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/u;
/** FreeSWITCH before 1.11.2 overruns a buffer when it prints some of these (switch_xml.c, ampencode). */
const BEYOND_BMP = /[\u{10000}-\u{10ffff}]/u;

function refuseUnreadable(field: string, value: string): void {
  if (CONTROL.test(value)) {
    throw new InvalidValueError(field, `${field} must not contain control characters`);
  }
  if (DECEIVING.test(value)) {
    throw new InvalidValueError(field, `${field} must not contain invisible characters`);
  }
  if (BEYOND_BMP.test(value)) {
    throw new InvalidValueError(field, `${field} must not contain characters beyond U+FFFF`);
  }
}

export function refuseCharacters(field: string, value: string, characters: string): void {
  const found = [...value].find((character) => characters.includes(character));
  if (found !== undefined) {
    throw new InvalidValueError(field, `${field} must not contain "${found}"`);
  }
}

export function refuseOuterBlanks(field: string, value: string): void {
  if (value !== value.trim()) {
    throw new InvalidValueError(field, `${field} must not begin or end with a blank`);
  }
}
