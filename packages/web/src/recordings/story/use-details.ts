import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/index.js";
import { STORIES } from "../use-recordings.js";

/** How often the story of what is being recorded is read again. */
const GROWING_MS = 5000;

/** The story of one recording, while somebody wants it. */
export const useDetails = (file: string, wanted: boolean) =>
  useQuery({
    queryKey: [...STORIES, file],
    queryFn: ({ signal }) => api.call("recordings.details", { params: { file }, signal }),
    enabled: wanted,
    refetchInterval: ({ state }) =>
      state.data && state.data.status !== "finished" ? GROWING_MS : false,
  });
