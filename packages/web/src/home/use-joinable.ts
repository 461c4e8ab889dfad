import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../api/index.js";
import { useFeed } from "../feed/index.js";
import { type Joinable, joined } from "./joined.js";

export interface JoinableConferences {
  readonly items: readonly Joinable[];
  /** Of the search, including those that were not sent. */
  readonly total: number;
  readonly error: Error | null;
  readonly isPending: boolean;
}

/** The conferences I may dial, each with what is going on in it; those with people first. */
export function useJoinable(search: string): JoinableConferences {
  const query = {
    joinable: "true",
    pageSize: 500,
    sort: "name",
    ...(search === "" ? {} : { search }),
  } as const;
  const { data, error, isPending } = useQuery({
    queryKey: ["conferences", query],
    queryFn: ({ signal }) => api.call("conferences.list", { query, signal }),
    placeholderData: keepPreviousData,
  });
  const live = useFeed(({ conferences }) => conferences);
  const items = useMemo(() => joined(data?.items ?? [], live.values()), [data, live]);
  return { items, total: data?.total ?? 0, error: data ? null : error, isPending };
}
