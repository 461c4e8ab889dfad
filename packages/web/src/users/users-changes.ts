import type { NewUserV2, UserPatch } from "@parley/protocol/client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../api/index.js";
import { onlyOf, removeAll } from "../entries/index.js";

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
      return onlyOf(outcomes);
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

export function useRemoveUsers() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (all: readonly string[]) =>
      removeAll(all, (ids) => api.call("users.removeMany", { body: { ids } })),
    onSettled: refresh,
  });
}
