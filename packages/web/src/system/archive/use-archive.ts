import { type ArchiveKey, ProblemError } from "@parley/protocol/client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, useProblemText } from "../../api/index.js";
import { useTexts } from "../../i18n/index.js";
import { toast } from "../../ui/toast.js";
import type { Part } from "./part-of.js";
import { TEXTS } from "./texts.js";

const ARCHIVE = ["archive"] as const;

export const useSnapshots = () =>
  useQuery({
    queryKey: ARCHIVE,
    queryFn: ({ signal }) => api.call("archive.list", { signal }),
  });

/** What opens an encrypted snapshot, and how many were tried before: the key itself names nothing. */
export interface TriedKey {
  readonly attempt: number;
  readonly key: ArchiveKey;
}

/** Compared anew each time somebody looks: the running configuration may have changed. */
export const useDifference = (file: string, tried: TriedKey | undefined) =>
  useQuery({
    queryKey: [...ARCHIVE, "difference", file, tried?.attempt],
    queryFn: ({ signal }) =>
      tried
        ? api.call("archive.compare", { params: { file }, body: tried.key, signal })
        : api.call("archive.difference", { params: { file }, signal }),
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
  });

/** A snapshot that stays shut until somebody brings its key. */
export const isShut = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.field === "identity";

/** The key is one, of something else; what is no key at all is said in the server's words. */
export const isRefused = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.code === "refused";

export interface Upload {
  readonly file: File;
  readonly part: Part;
  readonly label: string;
}

/** Takes an archive of somebody's in; its refusal is the mutation's error. */
export function useUpload(onDone: () => void) {
  const say = useTexts(TEXTS);
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, part, label }: Upload) =>
      api.upload("archive.upload", file, { query: { part, ...(label && { label }) } }),
    onSuccess: () => {
      toast.done(say("uploaded"));
      onDone();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ARCHIVE }),
  });
}

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
    mutationFn: ({ file, key }: { readonly file: string; readonly key: ArchiveKey | undefined }) =>
      api.call("archive.restore", { params: { file }, ...(key && { body: key }) }),
    onSuccess: ({ added, changed, removed }) =>
      toast.done(say("restored", { count: added + changed + removed })),
    onSettled: () => client.invalidateQueries(),
  });
  return { store, remove, restore };
}
