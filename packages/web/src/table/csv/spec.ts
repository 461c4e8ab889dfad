import type { Refusal } from "../refusal.js";
import type { ImportField } from "./fields.js";

export type ImportItem = Readonly<Record<string, string>>;
export type Outcome<Done> =
  | { readonly ok: true; readonly item: Done }
  | ({ readonly ok: false } & Refusal);

/** How many rows are judged in one request: short enough to be stopped, long enough to be quick. */
export const CHECK_CHUNK = 500;
/** The most that one request may add. */
export const ADD_CHUNK = 5000;

/** What is imported: its fields, how it is tried and added, what to tell of it afterwards. */
export interface ImportSpec<Done> {
  readonly title: string;
  readonly fields: readonly ImportField[];
  /** The verdict of each item, in their order; nothing is changed. */
  check(items: readonly ImportItem[], signal: AbortSignal): Promise<readonly Outcome<Done>[]>;
  add(items: readonly ImportItem[]): Promise<readonly Outcome<Done>[]>;
  readonly result: {
    readonly fileName: string;
    readonly headings: readonly string[];
    /** Cells of what was added, in the order of the headings. */
    row(done: Done): readonly string[];
    /** Columns that hold secrets: they are shown by the file only, this once. */
    readonly secrets: readonly number[];
  };
}
