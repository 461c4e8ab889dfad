import { useDeferredValue, useMemo, useState } from "react";
import { useLanguage } from "../i18n/index.js";
import { type Keys, viewed } from "./view.js";

const PAGE_SIZE = 50;

interface TableOptions<Row, K extends Keys<Row>> {
  readonly rows: Iterable<Row>;
  readonly keys: K;
  readonly text: (row: Row) => string;
  readonly first: keyof K & string;
}

/** Search, order and pages of a table whose rows are all here already. */
export function useTable<Row, K extends Keys<Row>>(options: TableOptions<Row, K>) {
  const { rows, keys, text, first } = options;
  const language = useLanguage();
  const [search, setSearch] = useState("");
  const [order, setOrder] = useState({ column: first, descending: false });
  const [wantedPage, setPage] = useState(1);
  const wanted = useDeferredValue(search);
  const collator = useMemo(() => new Intl.Collator(language, { numeric: true }), [language]);
  const found = viewed(rows, keys, text, { search: wanted, ...order }, collator);
  const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
  const page = Math.min(wantedPage, pages);
  return {
    search,
    setSearch: (next: string) => {
      setSearch(next);
      setPage(1);
    },
    order,
    /** The same column again turns it round. */
    sortBy: (column: keyof K & string) =>
      setOrder((now) => ({ column, descending: now.column === column && !now.descending })),
    shown: found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
    page,
    pages,
    setPage,
  };
}
