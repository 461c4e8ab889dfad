/** How many rows a page may have; the first is what is chosen unless somebody chooses. */
export const PAGE_SIZES = [50, 25, 100, 250] as const;

/** What a list of the server can be asked for. */
export interface ListShape<Sort extends string, Filter extends string> {
  readonly sorts: readonly Sort[];
  readonly defaultSort: Sort;
  /** The values a filter may have; empty for any. */
  readonly filters: Readonly<Record<Filter, readonly string[]>>;
}

/** What somebody wants to see of a list; it lives in the address of the page. */
export interface ListState<Sort extends string = string, Filter extends string = string> {
  readonly search: string;
  readonly sort: Sort | `-${Sort}`;
  readonly page: number;
  readonly pageSize: number;
  readonly filters: Readonly<Partial<Record<Filter, string>>>;
}

/** What an address asks for. Addresses are typed and shared: what makes no sense counts as absent. */
export function listStateOf<Sort extends string, Filter extends string>(
  query: string,
  shape: ListShape<Sort, Filter>,
): ListState<Sort, Filter> {
  const params = new URLSearchParams(query);
  return {
    search: params.get("search") ?? "",
    sort: sortOf(params.get("sort"), shape),
    page: whole(params.get("page"), 1_000_000) ?? 1,
    pageSize: PAGE_SIZES.find((size) => String(size) === params.get("pageSize")) ?? PAGE_SIZES[0],
    filters: filtersOf(params, shape),
  };
}

function sortOf<Sort extends string>(
  text: string | null,
  { sorts, defaultSort }: Pick<ListShape<Sort, never>, "sorts" | "defaultSort">,
): Sort | `-${Sort}` {
  const field = sorts.find((name) => name === text?.replace(/^-/, ""));
  if (field === undefined) return defaultSort;
  return text?.startsWith("-") ? `-${field}` : field;
}

function filtersOf<Filter extends string>(
  params: URLSearchParams,
  { filters }: Pick<ListShape<never, Filter>, "filters">,
): Partial<Record<Filter, string>> {
  const found: Partial<Record<Filter, string>> = {};
  for (const name of Object.keys(filters) as Filter[]) {
    const value = params.get(name);
    const allowed = filters[name];
    if (value && (allowed.length === 0 || allowed.includes(value))) found[name] = value;
  }
  return found;
}

function whole(text: string | null, largest: number): number | undefined {
  if (text === null || !/^[1-9]\d{0,6}$/.test(text)) return undefined;
  return Math.min(Number(text), largest);
}

/** The other way: the shortest query string that says it, without `?`. */
export function searchStringOf<Sort extends string, Filter extends string>(
  state: ListState<Sort, Filter>,
  shape: ListShape<Sort, Filter>,
): string {
  const params = new URLSearchParams();
  if (state.search !== "") params.set("search", state.search);
  for (const [name, value] of Object.entries<string | undefined>(state.filters))
    if (value) params.set(name, value);
  if (state.sort !== shape.defaultSort) params.set("sort", state.sort);
  if (state.page > 1) params.set("page", String(state.page));
  if (state.pageSize !== PAGE_SIZES[0]) params.set("pageSize", String(state.pageSize));
  return params.toString();
}

/** What to ask the server. */
export function listQueryOf<Sort extends string, Filter extends string>({
  search,
  sort,
  page,
  pageSize,
  filters,
}: ListState<Sort, Filter>) {
  return { ...(search === "" ? {} : { search }), sort, page, pageSize, ...filters };
}

/** The sort after a click on a column: the same one turns round. */
export function nextSort<Sort extends string>(
  sort: Sort | `-${Sort}`,
  clicked: Sort,
): Sort | `-${Sort}` {
  return sort === clicked ? `-${clicked}` : clicked;
}

export type AriaSort = "ascending" | "descending" | "none";

export function ariaSortOf(sort: string, field: string): AriaSort {
  if (sort === field) return "ascending";
  return sort === `-${field}` ? "descending" : "none";
}

/** The page to show of a list that may have become shorter. */
export function lastPageOf(total: number, pageSize: number): number {
  return Math.max(1, Math.ceil(total / pageSize));
}
