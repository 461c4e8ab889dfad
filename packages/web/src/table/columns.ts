import type { ReactNode } from "react";
import type { Selection } from "./selection.js";

export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  /** Whether the server sorts by `key`. */
  readonly sortable?: boolean;
  /** What names the row: the heading of its card, the row's header cell. */
  readonly primary?: boolean;
  readonly width?: number | string;
  readonly cell: (row: Row) => ReactNode;
}

export interface RowsProps<Row> {
  /** What the list is, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly nameOf: (row: Row) => string;
  readonly actions?: ((row: Row) => ReactNode) | undefined;
  readonly selection?: Selection<Row> | undefined;
}

export interface SortProps {
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}
