import { InvalidValueError } from "./errors.js";
import { plainText, refuseCharacters, refuseOuterBlanks } from "./text.js";

const LENGTH = { shortest: 1, longest: 64 };

/**
 * Refused in every name. `:` ends the user name in HTTP digest and in `login=`; `< > " \` delimit names in SIP;
 * `{ } [ ] | ; $` and the backtick structure dial strings, channel variables and `conference list`.
 */
const NEVER_IN_NAMES = '<>"\\:{}[]|;$`';

/** Further refused in conference names: `name@profile+pin` (mod_conference), list separators, parts of a file's path. */
const NEVER_IN_CONFERENCE_NAMES = "@+,/";

/** Words that the `conference` command or application reads as something other than a name (mod_conference). */
const RESERVED = ["list", "xml_list", "json_list", "count", "help", "_uuid_", "all"];

/** A user's name: 1 to 64 characters. Returns it composed; throws {@link InvalidValueError} with field `name`. */
export function checkUserName(value: string): string {
  const name = plainText("name", value, LENGTH);
  refuseOuterBlanks("name", name);
  refuseCharacters("name", name, NEVER_IN_NAMES);
  if (/^\p{Nd}+$/u.test(name)) {
    throw new InvalidValueError(
      "name",
      "name must not consist of digits: it would pass for a number",
    );
  }
  return name;
}

/** A conference's name: a user's rules, and nothing that mod_conference or a recording's file name would misread. */
export function checkConferenceName(value: string): string {
  const name = checkUserName(value);
  refuseCharacters("name", name, NEVER_IN_CONFERENCE_NAMES);
  if (name.startsWith(".") || name.startsWith("-")) {
    throw new InvalidValueError("name", `name must not begin with "${name[0]}"`);
  }
  if (RESERVED.includes(name.toLowerCase())) {
    throw new InvalidValueError(
      "name",
      `name must not be "${name}": the switch reads that as a command`,
    );
  }
  return name;
}

/** Names with equal keys count as taken: FreeSWITCH ignores case in attribute values, and so do people. */
export function nameKey(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}
