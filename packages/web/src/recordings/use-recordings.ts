import type { RecordingV2 } from "@parley/protocol/client";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api } from "../api/index.js";
import { type FeedState, useFeed } from "../feed/index.js";
import { type Filters, queryOf } from "./filters.js";

export const RECORDINGS = ["recordings"] as const;
/** Not below the list: who changes a recording by name must not ask for the story of what is gone. */
export const STORIES = ["recording-stories"] as const;
/** How often the size of what is being recorded is looked at. */
const GROWING_MS = 5000;

const isGrowing = ({ status }: RecordingV2): boolean => status !== "finished";

/** One page of the list; asked for again whenever a recording somewhere begins, pauses or ends. */
export function useRecordings(filters: Filters) {
  useLiveChanges();
  const query = queryOf(filters);
  return useQuery({
    queryKey: [...RECORDINGS, query],
    queryFn: ({ signal }) => api.call("recordings.list", { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some(isGrowing) ? GROWING_MS : false),
  });
}

/** One text for all that is being recorded, so that only a change of it is noticed. */
const recordedNow = ({ conferences }: FeedState): string =>
  [...conferences.values()]
    .flatMap(({ recordings }) => recordings.map(({ file, status }) => `${file}/${status}`))
    .join("\n");

function useLiveChanges(): void {
  const client = useQueryClient();
  const now = useFeed(recordedNow);
  const before = useRef(now);
  useEffect(() => {
    if (before.current === now) return;
    before.current = now;
    for (const queryKey of [RECORDINGS, STORIES]) void client.invalidateQueries({ queryKey });
  }, [client, now]);
}

/** Names to filter by. */
export function useConferenceNames(): string[] {
  const query = { pageSize: 500, sort: "name" } as const;
  const { data } = useQuery({
    queryKey: ["conferences", query],
    queryFn: () => api.call("conferences.list", { query }),
  });
  return [...new Set(data?.items.map(({ name }) => name))];
}
