import { useCallback, useMemo, useState } from "react";

/** Rows that somebody has chosen, over all pages. */
export interface Selection<Row> {
  readonly chosen: ReadonlyMap<string, Row>;
  set(rows: readonly Row[], on: boolean): void;
  clear(): void;
  /** Lets go of those that are gone. */
  drop(ids: Iterable<string>): void;
}

export function useSelection<Row>(idOf: (row: Row) => string): Selection<Row> {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Row>>(new Map());
  const set = useCallback(
    (rows: readonly Row[], on: boolean) =>
      setChosen((before) => {
        const after = new Map(before);
        for (const row of rows) {
          if (on) after.set(idOf(row), row);
          else after.delete(idOf(row));
        }
        return after;
      }),
    [idOf],
  );
  const clear = useCallback(() => setChosen(new Map()), []);
  const drop = useCallback((ids: Iterable<string>) => {
    const gone = new Set(ids);
    setChosen((before) => new Map([...before].filter(([id]) => !gone.has(id))));
  }, []);
  return useMemo(() => ({ chosen, set, clear, drop }), [chosen, set, clear, drop]);
}
