import { type Me, type Permission, ProblemError, type Role } from "@parley/protocol/client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../api/index.js";

export const ME = ["me"] as const;

export type Session =
  | { readonly state: "loading" }
  | { readonly state: "signed out" }
  | { readonly state: "signed in"; readonly me: Me };

const isSignedOut = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.status === 401;

export function useSession(): Session {
  const { data, error } = useQuery({ queryKey: ME, queryFn: () => api.call("me.read") });
  if (isSignedOut(error)) return { state: "signed out" };
  return data ? { state: "signed in", me: data } : { state: "loading" };
}

/** Whoever is signed in; only below the sign-in screen. */
export function useMe(): Me {
  const session = useSession();
  if (session.state !== "signed in") throw new Error("Nobody is signed in");
  return session.me;
}

/** Whether something may be done, to a target of this role where the right depends on it. The server decides again. */
export function useMay(): (permission: Permission, targetRole?: Role) => boolean {
  const { permissions } = useMe();
  return (permission, targetRole) => {
    const grant = permissions[permission];
    if (grant === undefined || grant === true) return grant === true;
    return targetRole === undefined ? grant.length > 0 : grant.includes(targetRole);
  };
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.call("session.end"),
    // What the next one may see is another matter; a query that is watched must stay, or its watchers hear no more.
    onSettled: () => {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
      return client.resetQueries({ queryKey: ME });
    },
  });
}
