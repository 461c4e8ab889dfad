import type { RecordingV2 } from "@parley/protocol/client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, useProblemText } from "../api/index.js";
import { useTexts } from "../i18n/index.js";
import { toast } from "../ui/toast.js";
import { TEXTS } from "./texts.js";
import { RECORDINGS } from "./use-recordings.js";

interface Outcome {
  readonly removed: readonly string[];
  readonly failures: readonly unknown[];
}

/** One after the other: what fails leaves the others alone. */
async function removeAll(items: readonly RecordingV2[]): Promise<Outcome> {
  const removed: string[] = [];
  const failures: unknown[] = [];
  for (const { file } of items) {
    try {
      await api.call("recordings.remove", { params: { file } });
      removed.push(file);
    } catch (error) {
      failures.push(error);
    }
  }
  return { removed, failures };
}

/** Removes recordings for good and says what became of it. */
export function useRemoval(onRemoved: (files: readonly string[]) => void) {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  const client = useQueryClient();
  return useMutation({
    mutationFn: removeAll,
    onSuccess: ({ removed, failures }) => {
      if (removed.length > 0) toast.done(say("removed", { count: removed.length }));
      if (failures.length > 0) {
        const reason = problemText(failures[0]);
        toast.failed(say("notRemoved", { count: failures.length, reason }));
      }
      onRemoved(removed);
      return client.invalidateQueries({ queryKey: RECORDINGS });
    },
  });
}
