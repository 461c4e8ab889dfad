import type { ConferencePatch, NewConferenceV2 } from "@parley/protocol/client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../api/index.js";
import { errorOf } from "../table/index.js";

const CHUNK = 500;

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
      const [outcome] = outcomes;
      if (outcome?.ok) return outcome.item;
      throw errorOf(outcome ?? { code: "internal", detail: "no outcome" });
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
    mutationFn: async (numbers: readonly string[]) => {
      const removed: string[] = [];
      const errors: Error[] = [];
      for (let at = 0; at < numbers.length; at += CHUNK) {
        const chunk = numbers.slice(at, at + CHUNK);
        const { outcomes } = await api.call("conferences.removeMany", { body: { numbers: chunk } });
        for (const [index, outcome] of outcomes.entries()) {
          if (outcome.ok) removed.push(chunk[index] ?? "");
          else errors.push(errorOf(outcome));
        }
      }
      return { removed, failed: errors.length, error: errors[0] };
    },
    onSettled: refresh,
  });
}
