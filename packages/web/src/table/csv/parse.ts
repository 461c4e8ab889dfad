import Papa from "papaparse";

export interface ParsedTable {
  /** Lines without anything in them are left out. */
  readonly rows: readonly (readonly string[])[];
  readonly delimiter: string;
}

const DELIMITERS = [",", ";", "\t", "|"];

/** The cells of a text of comma-separated values, whatever separates them. */
export function parseTable(text: string): ParsedTable {
  const { data, meta } = Papa.parse<string[]>(text.replace(/^\ufeff/, ""), {
    delimitersToGuess: DELIMITERS,
    skipEmptyLines: "greedy",
  });
  const rows = data.map((row) => row.map((cell) => cell.trim()));
  return { rows, delimiter: meta.delimiter };
}

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * A file for spreadsheets: the byte order mark tells them of UTF-8, and a `'` keeps texts that others chose from being
 * formulas. The columns in `exact` stay as they are, since a password with a sign in front is another one.
 */
export function writeTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  exact: ReadonlySet<number> = new Set(),
): string {
  const safe = rows.map((row) =>
    row.map((cell, column) => (!exact.has(column) && FORMULA.test(cell) ? `'${cell}` : cell)),
  );
  return `\ufeff${Papa.unparse([[...headings], ...safe], { newline: "\r\n" })}\r\n`;
}
