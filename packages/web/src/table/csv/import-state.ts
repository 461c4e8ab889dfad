import type { Encoding } from "./decode.js";
import { guessMapping, hasHeadings, type ImportField } from "./fields.js";
import { parseTable } from "./parse.js";
import {
  type ImportRow,
  missing,
  type RowValues,
  rowsOf,
  type SourceTable,
  type Verdict,
} from "./rows.js";

export interface ImportSource extends SourceTable {
  readonly name: string | undefined;
  readonly encoding: Encoding | undefined;
  readonly delimiter: string;
}

/** Undefined: nothing has been chosen yet. */
export interface ImportState {
  readonly source: ImportSource;
  readonly rows: readonly ImportRow[];
}

export type ImportAction =
  | {
      readonly type: "read";
      readonly text: string;
      readonly name?: string;
      readonly encoding?: Encoding;
    }
  | { readonly type: "source"; readonly change: Partial<SourceTable> }
  | { readonly type: "edit"; readonly line: number; readonly values: RowValues }
  | { readonly type: "skip"; readonly line: number; readonly skipped: boolean }
  | { readonly type: "verdicts"; readonly verdicts: ReadonlyMap<RowValues, Verdict> }
  | { readonly type: "restart" };

export type ImportReducer = (
  state: ImportState | undefined,
  action: ImportAction,
) => ImportState | undefined;

/** What becomes of the import of things with these fields. */
export function importReducer(fields: readonly ImportField[]): ImportReducer {
  const withSource = (source: ImportSource): ImportState => ({
    source,
    rows: rowsOf(source, fields),
  });
  return (state, action) => {
    if (action.type === "restart") return undefined;
    if (action.type === "read") return withSource(sourceOf(action, fields));
    if (!state) return state;
    if (action.type === "source")
      return withSource(changedSource(state.source, action.change, fields));
    return { ...state, rows: state.rows.map((row) => changedRow(row, action, fields)) };
  };
}

function sourceOf(
  { text, name, encoding }: Extract<ImportAction, { type: "read" }>,
  fields: readonly ImportField[],
): ImportSource {
  const { rows: table, delimiter } = parseTable(text);
  const headings = hasHeadings(table[0] ?? [], fields);
  const mapping = guessMapping(table, headings, fields);
  return { table, delimiter, headings, mapping, fallbacks: {}, name, encoding };
}

/** Whether there are headings decides where the fields are, unless both are said at once. */
function changedSource(
  source: ImportSource,
  change: Partial<SourceTable>,
  fields: readonly ImportField[],
): ImportSource {
  const { headings } = change;
  const guessed =
    headings === undefined || headings === source.headings
      ? {}
      : { mapping: guessMapping(source.table, headings, fields) };
  return { ...source, ...guessed, ...change };
}

function changedRow(
  row: ImportRow,
  action: Extract<ImportAction, { type: "edit" | "skip" | "verdicts" }>,
  fields: readonly ImportField[],
): ImportRow {
  if (action.type === "verdicts") {
    // By identity: an answer about values that were changed meanwhile is about nothing.
    const verdict = action.verdicts.get(row.values);
    return verdict ? { ...row, verdict } : row;
  }
  if (row.line !== action.line) return row;
  if (action.type === "skip") return { ...row, skipped: action.skipped };
  return { ...row, values: action.values, verdict: missing(action.values, fields), skipped: false };
}
