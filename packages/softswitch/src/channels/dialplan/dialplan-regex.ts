import { matcher, PatternError, parsePattern } from "../../pcre/index.js";

/** Room for the whole match and nine groups; a match that needs more is none (ovector in mod_dialplan_xml.c). */
const PAIRS = 10;
const KNOWN_MOST = 1000;

interface Compiled {
  readonly groups: number;
  readonly search: (text: string) => readonly number[] | undefined;
}

/** Expressions repeat with every call; each is taken apart once. */
const known = new Map<string, Compiled | string>();

/** A leading underscore announces a pattern of Asterisk: N, X, Z and the dot (switch_ast2regex). */
const fromAsterisk = (pattern: string): string =>
  `^${pattern.replace(/[NXZ.]/g, (each) => ({ N: "[2-9]", X: "[0-9]", Z: "[1-9]" })[each] ?? ".*")}$`;

function take(expression: string): Compiled | string {
  const plain = expression.startsWith("_") ? fromAsterisk(expression.slice(1)) : expression;
  const delimited = /^\/(.*)\/([^/]*)$/s.exec(plain);
  if (plain.startsWith("/") && !delimited)
    return `Regular Expression Error expression[${plain}] missing ending '/' delimeter`;
  const [text, flags] = delimited ? [delimited[1] ?? "", delimited[2] ?? ""] : [plain, ""];
  try {
    const pattern = parsePattern(text, {
      caseless: flags.includes("i"),
      dotAll: flags.includes("s"),
    });
    return { groups: pattern.groups, search: matcher(pattern) };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return `COMPILE ERROR: ${error.offset} [${error.problem}][${text}]`;
  }
}

function compile(expression: string): Compiled | string {
  const found = known.get(expression);
  if (found !== undefined) return found;
  if (known.size >= KNOWN_MOST) known.clear();
  const compiled = take(expression);
  known.set(expression, compiled);
  return compiled;
}

/** UTF-8 as one character per byte, as PCRE sees it there. */
export const toBytes = (text: string): string => Buffer.from(text, "utf8").toString("latin1");
export const fromBytes = (bytes: string): string => Buffer.from(bytes, "latin1").toString("utf8");

/**
 * Where the groups of the last match lie. One vector serves a whole condition, and a later expression with fewer groups
 * leaves the places of the earlier one's as they were: FreeSWITCH shows that, so this does.
 */
export class Offsets {
  readonly #places: number[] = Array.from({ length: PAIRS * 2 }, () => -1);

  /**
   * Looks for an expression in a text: `pattern`, `/pattern/is` or `_pattern`; the highest group that matched and one more, 0
   * when nothing did (switch_regex_perform). A broken expression is told to `log` and matches nothing.
   */
  perform(text: string, expression: string, log: (text: string) => void): number {
    const compiled = compile(toBytes(expression));
    if (typeof compiled === "string") {
      log(compiled);
      return 0;
    }
    const found = compiled.search(toBytes(text));
    this.#places[0] = this.#places[1] = -1;
    if (!found) return 0;
    let count = 1;
    for (let at = 0; at < found.length; at += 1) {
      if (at < PAIRS * 2) this.#places[at] = found[at] ?? -1;
      if ((found[at] ?? -1) >= 0) count = Math.floor(at / 2) + 1;
    }
    return count > PAIRS ? 0 : count;
  }

  /** A group's bytes in a text (of bytes); undefined for one the match does not have. */
  group(bytes: string, count: number, index: number): string | undefined {
    if (index < 0 || index >= count) return undefined;
    const start = this.#places[index * 2] ?? -1;
    const end = this.#places[index * 2 + 1] ?? -1;
    return start < 0 ? "" : bytes.slice(start, end);
  }

  /** All groups of a match, from the whole on. */
  captures(text: string, count: number): string[] {
    const bytes = toBytes(text);
    return Array.from({ length: count }, (_, index) =>
      fromBytes(this.group(bytes, count, index) ?? ""),
    );
  }

  /**
   * Puts groups where `$1` and `${1}` stand (switch_perform_substitution). The result has room for both texts and ten bytes,
   * as often as the match has groups; the rest is cut off.
   */
  substitute(data: string, text: string, count: number): string {
    const [bytes, field] = [toBytes(data), toBytes(text)];
    const room =
      count > 0 ? (bytes.length + field.length + 10) * count - 1 : Number.POSITIVE_INFINITY;
    let result = "";
    // Digits of a brace that is not closed stay in the index of the next group, a fault there.
    let digits = "";
    for (let at = 0; result.length < room && at < bytes.length; ) {
      const place = /^\$(\{?)(\d{1,9})/.exec(bytes.slice(at, at + 12));
      const wanted = place?.[2]?.slice(0, 9 - digits.length);
      if (!place || !wanted) {
        result += bytes.charAt(at);
        at += 1;
        continue;
      }
      const behind = at + 1 + (place[1] ?? "").length + wanted.length;
      digits += wanted;
      if (place[1] !== "" && bytes[behind] !== "}") {
        at = behind - digits.length + 1;
        result += bytes.charAt(at - 1);
        continue;
      }
      at = place[1] === "" ? behind : behind + 1;
      const index = Number(digits);
      digits = "";
      result += this.group(field, count, index > 256 ? -1 : index) ?? "";
    }
    return fromBytes(result.slice(0, room));
  }
}
