export const SORTS = ["-startedAt", "startedAt", "-size", "-duration", "conference"] as const;
/** The field a list is sorted by, as the server takes it: `-` in front turns it round. */
export type Sort = (typeof SORTS)[number] | "size" | "duration" | "-conference";
export type SortField = "startedAt" | "size" | "duration" | "conference";

export interface Filters {
  readonly search: string;
  readonly conference: string | undefined;
  /** Days of the viewer's own time, `2026-11-22`; empty for no bound. */
  readonly from: string;
  readonly to: string;
  readonly sort: Sort;
  readonly page: number;
}

export const NO_FILTERS: Filters = {
  search: "",
  conference: undefined,
  from: "",
  to: "",
  sort: "-startedAt",
  page: 1,
};

export const PAGE_SIZE = 25;

export const isFiltered = ({ search, conference, from, to }: Filters): boolean =>
  search.trim() !== "" || conference !== undefined || from !== "" || to !== "";

/** What the server is asked: days become moments, the last one to its end. */
export function queryOf({ search, conference, from, to, sort, page }: Filters) {
  const [first, last] = [momentOf(from, "00:00:00.000"), momentOf(to, "23:59:59.999")];
  return {
    sort,
    page,
    pageSize: PAGE_SIZE,
    ...(search.trim() === "" ? {} : { search: search.trim() }),
    ...(conference === undefined ? {} : { conference }),
    ...(first === undefined ? {} : { from: first }),
    ...(last === undefined ? {} : { to: last }),
  };
}

/** Without an offset the browser reads it as its own time. */
function momentOf(day: string, time: string): string | undefined {
  const at = new Date(`${day}T${time}`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** A column that was not sorted by begins with its most wanted end; one that was turns round. */
export function sortedBy(sort: Sort, field: SortField): Sort {
  if (sort === field) return `-${field}`;
  if (sort === `-${field}`) return field;
  return field === "conference" ? field : `-${field}`;
}
