import type { Refusal } from "../refusal.js";
import type { ImportField, Mapping } from "./fields.js";

export type RowValues = Readonly<Record<string, string>>;

/** What the server would say: undefined while it has not been asked. */
export type Verdict = { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal };

export interface ImportRow {
  /** Of the file, its first line being 1. */
  readonly line: number;
  readonly values: RowValues;
  readonly verdict: Verdict | undefined;
  readonly skipped: boolean;
}

/** How a row stands. `doubled`: a row before it has the same name, say. */
export type RowState = "checking" | "ready" | "problem" | "skipped";

export interface SourceTable {
  readonly table: readonly (readonly string[])[];
  readonly headings: boolean;
  readonly mapping: Mapping;
  /** For rows in which the field is empty. */
  readonly fallbacks: RowValues;
}

/** The rows of a file; those whose fields are missing need not be asked about. */
export function rowsOf(source: SourceTable, fields: readonly ImportField[]): ImportRow[] {
  const { table, headings } = source;
  const first = headings ? 1 : 0;
  return table.slice(first).map((cells, index) => {
    const values = valuesOf(cells, source, fields);
    const line = index + first + 1;
    return { line, values, verdict: missing(values, fields), skipped: false };
  });
}

function valuesOf(
  cells: readonly string[],
  { mapping, fallbacks }: SourceTable,
  fields: readonly ImportField[],
): RowValues {
  const values: Record<string, string> = {};
  for (const { key } of fields) {
    const column = mapping[key];
    const cell = column === undefined ? "" : (cells[column] ?? "").trim();
    values[key] = cell === "" ? (fallbacks[key] ?? "") : cell;
  }
  return values;
}

/** What the client knows to be refused without asking. */
export function missing(values: RowValues, fields: readonly ImportField[]): Verdict | undefined {
  const field = fields.find(({ key, required }) => required && values[key] === "");
  if (!field) return undefined;
  return { ok: false, refusal: { code: "missing", detail: "", field: field.key } };
}

/** A row that says what a row before it says in a field that no two may share: line → that field and that row. */
export function doubledRows(
  rows: readonly ImportRow[],
  fields: readonly ImportField[],
): ReadonlyMap<number, { readonly field: string; readonly first: number }> {
  const doubled = new Map<number, { field: string; first: number }>();
  for (const { key } of fields.filter(({ unique }) => unique)) {
    const seen = new Map<string, number>();
    for (const { line, values, skipped, verdict } of rows) {
      const text = foldedValue(values[key] ?? "");
      // A row that is not going to be added takes nothing from others.
      if (text === "" || skipped || verdict?.ok === false) continue;
      const first = seen.get(text);
      if (first === undefined) seen.set(text, line);
      else if (!doubled.has(line)) doubled.set(line, { field: key, first });
    }
  }
  return doubled;
}

/** As the server compares names: FreeSWITCH ignores the case of attributes. */
const foldedValue = (text: string): string => text.normalize("NFKC").toLowerCase();

export function stateOf(row: ImportRow, doubled: ReadonlyMap<number, unknown>): RowState {
  if (row.skipped) return "skipped";
  if (row.verdict === undefined) return "checking";
  return row.verdict.ok && !doubled.has(row.line) ? "ready" : "problem";
}

/** What to send for a row: empty fields are the server's to choose. */
export function itemOf(values: RowValues): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}
