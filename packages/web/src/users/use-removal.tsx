import { Stack, Text } from "@mantine/core";
import type { UserV2 } from "@parley/protocol/client";
import { useProblemText } from "../api/index.js";
import { useTexts } from "../i18n/index.js";
import { NamesList, type Selection } from "../table/index.js";
import { useConfirm } from "../ui/confirm.js";
import { toast } from "../ui/toast.js";
import { TEXTS } from "./texts.js";
import { useRemoveUsers } from "./users-changes.js";
import { useRegisteredPhones } from "./users-list.js";

/** Asks, naming what is lost, and deletes; those that could not be deleted stay selected. */
export function useRemoval(selection: Selection<UserV2>) {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  const phones = useRegisteredPhones();
  const remove = useRemoveUsers();
  const { ask, dialog } = useConfirm();
  const start = async (users: readonly UserV2[]) => {
    const count = users.length;
    const registered = users.reduce((sum, { id }) => sum + (phones.get(id) ?? 0), 0);
    const text = (
      <Stack gap="xs">
        <NamesList names={users.map(({ id, name }) => `${id} ${name}`)} />
        <Text size="sm">{say("removeText", { count })}</Text>
        {registered > 0 ? (
          <Text size="sm">{say("removePhones", { count: registered })}</Text>
        ) : null}
      </Stack>
    );
    const title = say("removeTitle", { count });
    if (!(await ask({ title, text, confirm: say("removeConfirm"), dangerous: true }))) return;
    remove.mutate(
      users.map(({ id }) => id),
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
