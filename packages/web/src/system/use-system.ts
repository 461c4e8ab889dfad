import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../api/index.js";

const SYSTEM = ["system"] as const;
const EVERY_MS = 2000;

/** How server and switch are, as long as the page is looked at. */
export const useSystem = () =>
  useQuery({
    queryKey: SYSTEM,
    queryFn: ({ signal }) => api.call("system.read", { signal }),
    refetchInterval: EVERY_MS,
  });

/** Has the switch read its configuration again; its refusal is the mutation's error. */
export function useReload() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.call("system.reload"),
    onSettled: () => client.invalidateQueries({ queryKey: SYSTEM }),
  });
}
