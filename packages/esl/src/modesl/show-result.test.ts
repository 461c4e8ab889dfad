import { expect, test } from "vitest";
import { showResult } from "./show-result.js";
import type { ShowResult } from "./types.js";

function shown(format: string, text: string): { error: Error | null; data?: ShowResult } {
  let result: { error: Error | null; data?: ShowResult } | undefined;
  showResult(format, text, (error, data) => {
    result = { error, ...(data === undefined ? {} : { data }) };
  });
  if (result === undefined) throw new Error("nobody was called back");
  return result;
}

const ROWS = [
  { uuid: "u1", name: "a&b" },
  { uuid: "u2", name: "" },
];

test.each([
  [
    "xml",
    '<result row_count="2">\n  <row row_id="1">\n    <uuid>u1</uuid>\n    <name>a&amp;b</name>\n  </row>\n  <row row_id="2">\n    <uuid>u2</uuid>\n    <name></name>\n  </row>\n</result>\n',
  ],
  ["csv", "uuid,name\nu1,a&b\nu2,\n\n2 total.\n"],
  ["delim", "uuid,name\nu1,a&b\nu2,\n\n2 total.\n"],
  ["delim |", "uuid|name\nu1|a&b\nu2|\n\n2 total.\n"],
])("%s is rows by their columns", (format, text) => {
  expect(shown(format, text)).toEqual({ error: null, data: { rowCount: 2, rows: ROWS } });
});

test.each([
  ["xml", '<result row_count="0"/>\n'],
  ["csv", "\n0 total.\n"],
  ["delim |", ""],
])("nothing as %s is no rows", (format, text) => {
  expect(shown(format, text)).toEqual({ error: null, data: { rowCount: 0, rows: [] } });
});

test.each(["json", "xml", "csv"])(
  "a refusal instead of %s is an error with its words",
  (format) => {
    expect(shown(format, "-ERR SQL disabled, no data available!\n").error?.message).toContain(
      "SQL",
    );
    expect(shown(format, "-USAGE: calls|channels").error?.message).toContain("-USAGE");
  },
);

test.each([
  ["json", "no json"],
  ["json", "5"],
  ["xml", "no xml"],
])("%s that is none is an error", (format, text) => {
  expect(shown(format, text).error).toBeInstanceOf(SyntaxError);
});
