import { expect, test } from "vitest";
import { matcher, PatternError, parsePattern } from "./index.js";

type Answer = readonly string[] | "refused" | null;

/** The groups as text, up to the last that took part; null for no match. */
function answer(pattern: string, text: string): Answer {
  const bytes = (each: string): string => Buffer.from(each, "utf8").toString("latin1");
  try {
    const found = matcher(parsePattern(bytes(pattern)))(bytes(text));
    if (!found) return null;
    const groups: string[] = [];
    let last = 0;
    for (let at = 0; at < found.length; at += 2) {
      if ((found[at] ?? -1) >= 0) last = at / 2;
      groups.push(bytes(text).slice(Math.max(0, found[at] ?? 0), Math.max(0, found[at + 1] ?? 0)));
    }
    return groups.slice(0, last + 1);
  } catch (error) {
    if (error instanceof PatternError) return "refused";
    throw error;
  }
}

/** What libpcre 8.39 answers, each of them. */
const ANSWERS: readonly (readonly [pattern: string, text: string, answer: Answer])[] = [
  ["^(\\d+)$", "2001\n", ["2001", "2001"]],
  ["^(\\d+)\\z", "2001\n", null],
  ["\\A2\\d+\\Z", "2001\n", ["2001"]],
  ["^(?i)abc$", "ABC", ["ABC"]],
  ["a(?i)b|c", "C", ["C"]],
  ["(?i:a)b", "AB", null],
  ["a++a", "aaa", null],
  ["(?>a+)a", "aaa", null],
  ["(?<area>\\d{2})(?P<rest>\\d+)", "2001", ["2001", "20", "01"]],
  ["(?'n'b)\\k<n>", "abb", ["bb", "b"]],
  ["(?P<n>b)(?P=n)", "abb", ["bb", "b"]],
  ["(?:(a)|b)*", "ab", ["ab", "a"]],
  ["(a)|b\\1", "b", null],
  ["(a|)*", "b", ["", ""]],
  ["(a*)*", "aab", ["aa", ""]],
  ["(?:(a)|(b)|c)+", "abc", ["abc", "a", "b"]],
  ["[[:digit:][:upper:]]+", "xA1", ["A1"]],
  ["[]x]+", "a]x", ["]x"]],
  ["[^]]+", "ab]", ["ab"]],
  ["[\\d-z]+", "1-z", ["1-z"]],
  ["[a\\-c]+", "b-c", ["-c"]],
  ["\\Qa.b\\E+", "a.bb", ["a.bb"]],
  ["x{,2}", "x{,2}", ["x{,2}"]],
  ["a{2}", "caa", ["aa"]],
  ["a{2,}?", "aaaa", ["aa"]],
  ["(?<=\\+)49", "+49", ["49"]],
  ["(?<!\\+)49", "+49", null],
  ["(?<=a|bc)d", "bcd", ["d"]],
  ["(?<=a+)d", "aad", "refused"],
  ["\\bfoo\\b", "a foo.", ["foo"]],
  [".", "\n", null],
  ["(?s).", "\n", ["\n"]],
  ["(?m)^b$", "a\nb\nc", ["b"]],
  ["(?x) a b # c", "ab", ["ab"]],
  ["foo\\Kbar", "foobar", ["bar"]],
  ["\\d{2}(?#two)\\h\\R", "12\t\r\n", ["12\t\r\n"]],
  ["\\x41\\x{42}\\103\\e?", "ABC", ["ABC"]],
  ["\u00e9", "\u00e9", ["\u00c3\u00a9"]],
  ["^.$", "\u00e9", null],
  ["^..$", "\u00e9", ["\u00c3\u00a9"]],
  ["(?i)\u00c9", "\u00e9", null],
  ["\\s+", "a\u000bb", ["\u000b"]],
  ["(", "x", "refused"],
  ["a**", "a", "refused"],
  ["[z-a]", "z", "refused"],
  ["(?<n>a)(?<n>b)", "ab", "refused"],
  ["\\2(a)", "a", "refused"],
  ["(a)(b)?", "ac", ["a", "a"]],
  ["(a)(b)?(c)", "ac", ["ac", "a", "", "c"]],
  ["a|b|", "x", [""]],
  ["^(?!00)\\d+$", "0049", null],
  ["^(?!00)\\d+$", "049", ["049"]],
  ["(\\w)\\1", "abba", ["bb", "b"]],
  ["(?i)(a)\\1", "aA", ["aA", "a"]],
  ["\\12", "\n", ["\n"]],
  ["[[:foo:]]", "a", "refused"],
];

test.each(ANSWERS)("%j in %j", (pattern, text, expected) => {
  expect(answer(pattern, text)).toEqual(expected);
});

test.each(["(?R)", "(?1)", "(?(1)a)", "(*UTF8)a", "(?|a|b)", "(?C1)a", "\\p{L}", "(?P>n)"])(
  "%s is refused rather than misread",
  (pattern) => {
    expect(answer(pattern, "a")).toBe("refused");
  },
);

test("a pattern that would take for ever is given up", () => {
  expect(answer("^(a+)+$", `${"a".repeat(40)}b`)).toBeNull();
  expect(answer("^(?:a|b)*$", "ab".repeat(200_000))).toBeNull();
});
