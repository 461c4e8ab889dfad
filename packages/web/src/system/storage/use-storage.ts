import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/index.js";

const EVERY_MS = 10_000;

/** The room that recordings have and the rules they are kept by, as long as somebody who may looks at it. */
export const useStorage = () =>
  useQuery({
    queryKey: ["recordings-storage"],
    queryFn: ({ signal }) => api.call("recordings.storage", { signal }),
    refetchInterval: EVERY_MS,
  });
