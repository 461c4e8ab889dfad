/** One field of what is to be added, as a column of the file may hold it. */
export interface ImportField {
  readonly key: string;
  readonly label: string;
  readonly required: boolean;
  /** Headings it is known by, folded: see {@link folded}. */
  readonly aliases: readonly string[];
  /** Tells a column by its values where there is no heading. */
  readonly looksLike?: (value: string) => boolean;
  /** The values it may have, where one can be chosen for rows without it. */
  readonly choices?: readonly string[];
  /** No two rows may have the same. */
  readonly unique?: boolean;
  /** Hidden in the preview. */
  readonly secret?: boolean;
}

/** Field → column of the file; undefined for none. */
export type Mapping = Readonly<Record<string, number | undefined>>;

/** A heading as headings are compared: `E-Mail *` is `email`. */
export const folded = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

const isHeading = (cell: string, fields: readonly ImportField[]): boolean =>
  fields.some(({ aliases }) => aliases.includes(folded(cell)));

/** Whether the first line is one of headings: two of them are known, or the only one. */
export function hasHeadings(first: readonly string[], fields: readonly ImportField[]): boolean {
  const known = first.filter((cell) => isHeading(cell, fields)).length;
  return known >= Math.min(2, first.length) && known > 0;
}

/** Which column holds which field: by heading, else by what stands in it, else in the order of the required fields. */
export function guessMapping(
  table: readonly (readonly string[])[],
  headings: boolean,
  fields: readonly ImportField[],
): Mapping {
  const [first = []] = table;
  return headings ? byHeading(first, fields) : byValues(table, fields);
}

function byHeading(first: readonly string[], fields: readonly ImportField[]): Mapping {
  const cells = first.map(folded);
  const mapping: Record<string, number | undefined> = {};
  for (const { key, aliases } of fields) {
    const column = cells.findIndex((cell) => aliases.includes(cell));
    mapping[key] = column === -1 ? undefined : column;
  }
  return mapping;
}

const SAMPLE = 50;

function byValues(table: readonly (readonly string[])[], fields: readonly ImportField[]): Mapping {
  const sample = table.slice(0, SAMPLE);
  const free = new Set((sample[0] ?? []).keys());
  const mapping: Record<string, number | undefined> = {};
  const take = (key: string, column: number | undefined) => {
    mapping[key] = column;
    if (column !== undefined) free.delete(column);
  };
  for (const { key, looksLike, choices } of fields) {
    const fits = looksLike ?? (choices ? (value: string) => choices.includes(value) : undefined);
    if (fits)
      take(
        key,
        [...free].find((column) => mostly(sample, column, fits)),
      );
  }
  for (const { key, required } of fields)
    if (required && mapping[key] === undefined) take(key, [...free][0]);
  return mapping;
}

function mostly(
  rows: readonly (readonly string[])[],
  column: number,
  fits: (value: string) => boolean,
): boolean {
  const values = rows.map((row) => row[column]?.trim() ?? "").filter((value) => value !== "");
  return values.length > 0 && values.filter(fits).length * 2 > values.length;
}
