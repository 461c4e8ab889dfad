import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, useProblemText } from "../../api/index.js";
import { useTexts } from "../../i18n/index.js";
import { toast } from "../../ui/toast.js";
import { TEXTS } from "./texts.js";

const ARCHIVE = ["archive"] as const;

export const useSnapshots = () =>
  useQuery({
    queryKey: ARCHIVE,
    queryFn: ({ signal }) => api.call("archive.list", { signal }),
  });

/** Compared anew each time somebody looks: the running configuration may have changed. */
export const useDifference = (file: string) =>
  useQuery({
    queryKey: [...ARCHIVE, "difference", file],
    queryFn: ({ signal }) => api.call("archive.difference", { params: { file }, signal }),
    gcTime: 0,
    staleTime: 0,
  });

/** Storing and deleting, which say themselves what became of it; restoring, whose refusal is worth a longer look. */
export function useArchive() {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: ARCHIVE });
  const onError = (error: Error) => toast.failed(problemText(error));
  const store = useMutation({
    mutationFn: () => api.call("archive.store", { body: {} }),
    onSuccess: () => toast.done(say("stored")),
    onError,
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (file: string) => api.call("archive.remove", { params: { file } }),
    onError,
    onSettled,
  });
  const restore = useMutation({
    mutationFn: (file: string) => api.call("archive.restore", { params: { file } }),
    onSuccess: ({ added, changed, removed }) =>
      toast.done(say("restored", { count: added + changed + removed })),
    onSettled: () => client.invalidateQueries(),
  });
  return { store, remove, restore };
}
