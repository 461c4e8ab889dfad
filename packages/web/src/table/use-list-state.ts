import { useCallback, useEffect, useMemo, useRef } from "react";
import { useLocation, useSearch } from "wouter";
import {
  type ListShape,
  type ListState,
  lastPageOf,
  listStateOf,
  searchStringOf,
} from "./list-state.js";

export type ListChange<Sort extends string, Filter extends string> = Partial<
  ListState<Sort, Filter>
>;

export interface ListStateHandle<Sort extends string, Filter extends string> {
  readonly state: ListState<Sort, Filter>;
  /** Anything but another page begins at the first one. `typing`: each letter is no step of its own for "back". */
  change(change: ListChange<Sort, Filter>, how?: "typing"): void;
}

/** What is asked of a list, kept in the address: a reload, a bookmark and "back" show the same. */
export function useListState<Sort extends string, Filter extends string>(
  shape: ListShape<Sort, Filter>,
): ListStateHandle<Sort, Filter> {
  const query = useSearch();
  const [path, navigate] = useLocation();
  const state = useMemo(() => listStateOf(query, shape), [query, shape]);
  const latest = useRef(state);
  latest.current = state;
  const change = useCallback(
    (change: ListChange<Sort, Filter>, how?: "typing") => {
      const next = searchStringOf({ ...latest.current, page: 1, ...change }, shape);
      navigate(next === "" ? path : `${path}?${next}`, { replace: how === "typing" });
      if (change.page !== undefined) window.scrollTo({ top: 0 });
    },
    [navigate, path, shape],
  );
  return { state, change };
}

/** Goes to the last page when the list has become shorter than the page asked for. */
export function useValidPage(
  { state, change }: ListStateHandle<string, string>,
  total: number | undefined,
): void {
  const { page, pageSize } = state;
  useEffect(() => {
    if (total === undefined) return;
    const last = lastPageOf(total, pageSize);
    if (page > last) change({ page: last }, "typing");
  }, [total, page, pageSize, change]);
}
