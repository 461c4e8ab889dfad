/** A column's values, by which rows can be put in order. */
export type Keys<Row> = Readonly<Record<string, (row: Row) => string | number>>;

export interface Wish<Column extends string> {
  readonly search: string;
  readonly column: Column;
  readonly descending: boolean;
}

const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Rows of which every word of the search is somewhere in `text`, in the order of a column; equal ones stay as they were. */
export function viewed<Row, K extends Keys<Row>>(
  rows: Iterable<Row>,
  keys: K,
  text: (row: Row) => string,
  { search, column, descending }: Wish<keyof K & string>,
  collator: Pick<Intl.Collator, "compare">,
): Row[] {
  const words = plain(search).split(/\s+/u).filter(Boolean);
  const found = [...rows].filter((row) => {
    const where = words.length === 0 ? "" : plain(text(row));
    return words.every((word) => where.includes(word));
  });
  const key = keys[column];
  if (!key) return found;
  const sign = descending ? -1 : 1;
  return found.sort((one, other) => {
    const [a, b] = [key(one), key(other)];
    const order =
      typeof a === "number" && typeof b === "number"
        ? a - b
        : collator.compare(String(a), String(b));
    return sign * order;
  });
}
