import type { ConferenceV2, LiveConferenceV2 } from "@parley/protocol/client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../api/index.js";
import { useFeed } from "../feed/index.js";
import { useMay } from "../session/index.js";
import { type ListShape, type ListState, listQueryOf } from "../table/index.js";

export const CONFERENCE_SORTS = ["number", "name", "type", "context"] as const;
export type ConferenceSort = (typeof CONFERENCE_SORTS)[number];
export type ConferenceFilter = "context" | "joinable";

export const CONFERENCES_SHAPE: ListShape<ConferenceSort, ConferenceFilter> = {
  sorts: CONFERENCE_SORTS,
  defaultSort: "number",
  filters: { context: [], joinable: ["true"] },
};

export type ConferencesState = ListState<ConferenceSort, ConferenceFilter>;

export function useConferences(state: ConferencesState) {
  const query = listQueryOf(state);
  return useQuery({
    queryKey: ["conferences", query],
    queryFn: ({ signal }) => api.call("conferences.list", { query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** The running conferences by number, as the switch tells it. */
export function useLiveByNumber(): ReadonlyMap<string, LiveConferenceV2> {
  const conferences = useFeed((feed) => feed.conferences);
  return useMemo(() => {
    const live = new Map<string, LiveConferenceV2>();
    for (const each of conferences.values())
      if (each.number !== undefined) live.set(each.number, each);
    return live;
  }, [conferences]);
}

/** Only for those who may read them. */
export function useContextNames(): readonly string[] {
  const enabled = useMay()("users.read");
  const { data } = useQuery({
    queryKey: ["contexts"],
    queryFn: () => api.call("contexts.list"),
    enabled,
  });
  return useMemo(() => data?.items.map(({ name }) => name) ?? [], [data]);
}

export function useTypes(enabled: boolean) {
  const { data } = useQuery({
    queryKey: ["types"],
    queryFn: () => api.call("types.list"),
    enabled,
  });
  return useMemo(() => data?.items ?? [], [data]);
}

export const conferenceNumber = ({ number }: ConferenceV2): string => number;
