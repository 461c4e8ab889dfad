import type { ConferencePatch, NewConferenceV2 } from "@parley/protocol/client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../api/index.js";
import { onlyOf, removeAll } from "../entries/index.js";

function useRefresh(): () => Promise<unknown> {
  const client = useQueryClient();
  return () =>
    Promise.all(
      ["conferences", "contexts"].map((key) => client.invalidateQueries({ queryKey: [key] })),
    );
}

/** Adds one conference. Rejects with the server's refusal of it. */
export function useAddConference() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async (conference: NewConferenceV2) => {
      const { outcomes } = await api.call("conferences.create", { body: { items: [conference] } });
      return onlyOf(outcomes);
    },
    onSuccess: refresh,
  });
}

export function useChangeConference() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ number, patch }: { number: string; patch: ConferencePatch }) =>
      api.call("conferences.change", { params: { number }, body: patch }),
    onSuccess: refresh,
  });
}

export function useRemoveConferences() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (all: readonly string[]) =>
      removeAll(all, (numbers) => api.call("conferences.removeMany", { body: { numbers } })),
    onSettled: refresh,
  });
}
