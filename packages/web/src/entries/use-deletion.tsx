import { Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useProblemText } from "../api/index.js";
import { useTexts } from "../i18n/index.js";
import { NamesList, type Selection } from "../table/index.js";
import { useConfirm } from "../ui/confirm.js";
import { toast } from "../ui/toast.js";
import type { Removal } from "./outcomes.js";
import { TEXTS } from "./texts.js";

export interface DeletionOptions<Item> {
  readonly selection: Selection<Item>;
  /** As the selection knows them. */
  readonly idOf: (item: Item) => string;
  readonly remove: (ids: readonly string[]) => Promise<Removal>;
  /** What is lost besides the items themselves. */
  readonly lossOf: (items: readonly Item[]) => string | undefined;
  readonly say: (
    key: "removeTitle" | "removeText" | "removed" | "notRemoved",
    values: Record<string, string | number>,
  ) => string;
}

export interface Deletion<Item> {
  readonly start: (items: readonly Item[]) => Promise<void>;
  readonly dialog: ReactNode;
}

/** Asks, naming what is lost, and deletes; those that could not be deleted stay selected. */
export function useDeletion<Item extends { readonly name: string }>(
  options: DeletionOptions<Item>,
): Deletion<Item> {
  const { selection, idOf, remove, lossOf, say } = options;
  const sayOwn = useTexts(TEXTS);
  const problemText = useProblemText();
  const { ask, dialog } = useConfirm();
  const report = ({ removed, failed, error }: Removal) => {
    selection.drop(removed);
    if (removed.length > 0) toast.done(say("removed", { count: removed.length }));
    if (failed > 0) toast.failed(say("notRemoved", { count: failed, reason: problemText(error) }));
  };
  const start = async (items: readonly Item[]) => {
    const count = items.length;
    const loss = lossOf(items);
    const text = (
      <Stack gap="xs">
        <NamesList names={items.map((item) => `${idOf(item)} ${item.name}`)} />
        <Text size="sm">{say("removeText", { count })}</Text>
        {loss === undefined ? null : <Text size="sm">{loss}</Text>}
      </Stack>
    );
    const question = { title: say("removeTitle", { count }), text, confirm: sayOwn("remove") };
    if (!(await ask({ ...question, dangerous: true }))) return;
    try {
      report(await remove(items.map(idOf)));
    } catch (error) {
      toast.failed(problemText(error));
    }
  };
  return { start, dialog };
}
