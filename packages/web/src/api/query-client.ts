import { ProblemError } from "@parley/protocol/client";
import { QueryClient } from "@tanstack/react-query";

/** Refusals are not tried again; a server that cannot be reached is, for as long as the page is open. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (_count, error) => !(error instanceof ProblemError) || error.problem.status === 503,
      retryDelay: (count) => Math.min(500 * 2 ** count, 5000),
    },
    mutations: { retry: false },
  },
});
