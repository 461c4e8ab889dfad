import { Stack, Text } from "@mantine/core";
import type { ConferenceV2 } from "@parley/protocol/client";
import { useProblemText } from "../api/index.js";
import { useTexts } from "../i18n/index.js";
import { NamesList, type Selection } from "../table/index.js";
import { useConfirm } from "../ui/confirm.js";
import { toast } from "../ui/toast.js";
import { useRemoveConferences } from "./conferences-changes.js";
import { useLiveByNumber } from "./conferences-list.js";
import { TEXTS } from "./texts.js";

/** Asks, naming what is lost, and deletes; those that could not be deleted stay selected. */
export function useRemoval(selection: Selection<ConferenceV2>) {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  const live = useLiveByNumber();
  const remove = useRemoveConferences();
  const { ask, dialog } = useConfirm();
  const start = async (conferences: readonly ConferenceV2[]) => {
    const count = conferences.length;
    const running = conferences.filter(({ number }) => live.has(number)).length;
    const text = (
      <Stack gap="xs">
        <NamesList names={conferences.map(({ number, name }) => `${number} ${name}`)} />
        <Text size="sm">{say("removeText", { count })}</Text>
        {running > 0 ? <Text size="sm">{say("removeLive", { count: running })}</Text> : null}
      </Stack>
    );
    const title = say("removeTitle", { count });
    if (!(await ask({ title, text, confirm: say("removeConfirm"), dangerous: true }))) return;
    remove.mutate(
      conferences.map(({ number }) => number),
      {
        onSuccess: ({ removed, failed, error }) => {
          selection.drop(removed);
          if (removed.length > 0) toast.done(say("removed", { count: removed.length }));
          if (failed > 0)
            toast.failed(say("notRemoved", { count: failed, reason: problemText(error) }));
        },
        onError: (error) => toast.failed(problemText(error)),
      },
    );
  };
  return { start, dialog, pending: remove.isPending };
}
