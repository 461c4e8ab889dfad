import type { UserV2 } from "@parley/protocol/client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../api/index.js";
import { useFeed } from "../feed/index.js";
import { type ListShape, type ListState, listQueryOf } from "../table/index.js";

export const USER_SORTS = ["id", "name", "email", "context"] as const;
export type UserSort = (typeof USER_SORTS)[number];
export type UserFilter = "context" | "registered";

export const USERS_SHAPE: ListShape<UserSort, UserFilter> = {
  sorts: USER_SORTS,
  defaultSort: "id",
  filters: { context: [], registered: ["true", "false"] },
};

export type UsersState = ListState<UserSort, UserFilter>;

/** A page of the users; the one before stays until it is there. */
export function useUsers(state: UsersState) {
  const phones = useRegisteredPhones();
  const query = listQueryOf(state);
  // Who is registered changes without the configuration changing: only this filter has to ask again.
  const signedIn = state.filters.registered === undefined ? 0 : phones.size;
  return useQuery({
    queryKey: ["users", query, signedIn],
    queryFn: ({ signal }) => api.call("users.list", { query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Registered phones by user's number, as the switch tells it. */
export function useRegisteredPhones(): ReadonlyMap<string, number> {
  const registrations = useFeed((feed) => feed.registrations);
  return useMemo(() => {
    const counts = new Map<string, number>();
    for (const { user } of registrations.values()) counts.set(user, (counts.get(user) ?? 0) + 1);
    return counts;
  }, [registrations]);
}

export function useContexts(enabled = true) {
  return useQuery({ queryKey: ["contexts"], queryFn: () => api.call("contexts.list"), enabled });
}

export const userId = ({ id }: UserV2): string => id;
