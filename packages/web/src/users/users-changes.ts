import type { NewUserV2, UserPatch } from "@parley/protocol/client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../api/index.js";
import { errorOf } from "../table/index.js";

const CHUNK = 500;

function useRefresh(): () => Promise<unknown> {
  const client = useQueryClient();
  return () =>
    Promise.all(["users", "contexts"].map((key) => client.invalidateQueries({ queryKey: [key] })));
}

/** Answers hold passwords: nothing of them stays in the cache once the dialog is closed. */
const FORGET = { gcTime: 0 } as const;

/** Adds one user. Rejects with the server's refusal of it. */
export function useAddUser() {
  const refresh = useRefresh();
  return useMutation({
    ...FORGET,
    mutationFn: async (user: NewUserV2) => {
      const { outcomes } = await api.call("users.create", { body: { items: [user] } });
      const [outcome] = outcomes;
      if (outcome?.ok) return outcome.item;
      throw errorOf(outcome ?? { code: "internal", detail: "no outcome" });
    },
    onSuccess: refresh,
  });
}

export function useChangeUser() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, patch }: { id: string; patch: UserPatch }) =>
      api.call("users.change", { params: { id }, body: patch }),
    onSuccess: refresh,
  });
}

/** A new password, the server's own unless given. */
export function useNewPassword() {
  return useMutation({
    ...FORGET,
    mutationFn: ({ id, password }: { id: string; password?: string }) =>
      api.call("users.newPassword", {
        params: { id },
        body: password === undefined ? {} : { password },
      }),
  });
}

export interface Removal {
  readonly removed: readonly string[];
  readonly failed: number;
  /** Of the first that failed. */
  readonly error?: Error;
}

export function useRemoveUsers() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async (ids: readonly string[]): Promise<Removal> => {
      const removed: string[] = [];
      const errors: Error[] = [];
      for (let at = 0; at < ids.length; at += CHUNK) {
        const chunk = ids.slice(at, at + CHUNK);
        const { outcomes } = await api.call("users.removeMany", { body: { ids: chunk } });
        for (const [index, outcome] of outcomes.entries()) {
          if (outcome.ok) removed.push(chunk[index] ?? "");
          else errors.push(errorOf(outcome));
        }
      }
      const [error] = errors;
      return { removed, failed: errors.length, ...(error ? { error } : {}) };
    },
    onSettled: refresh,
  });
}
