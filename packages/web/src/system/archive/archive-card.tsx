import { Alert, Button, Skeleton, Stack, Table, Text } from "@mantine/core";
import type { SnapshotV2 } from "@parley/protocol/client";
import { IconArchive } from "@tabler/icons-react";
import { useProblemText } from "../../api/index.js";
import { useTexts } from "../../i18n/index.js";
import { useFormats } from "../../recordings/formats.js";
import { useConfirm } from "../../ui/confirm.js";
import { Card } from "../facts.js";
import { Difference } from "./difference.js";
import { SnapshotRow } from "./snapshot-row.js";
import { TEXTS } from "./texts.js";
import { useArchive, useSnapshots } from "./use-archive.js";

/** Snapshots of the switch's configuration; a restore shows what it would change before it does. */
export function ArchiveCard() {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  const { store, remove, restore } = useArchive();
  const busy = store.isPending || remove.isPending || restore.isPending;
  const button = (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconArchive size={14} />}
      loading={store.isPending}
      disabled={busy}
      onClick={() => store.mutate()}
    >
      {say("store")}
    </Button>
  );
  return (
    <Card title={say("title")} action={button}>
      <Text size="sm" c="dimmed" mb="sm">
        {say("hint")}
      </Text>
      {restore.error ? (
        <Alert color="red" role="alert" mb="sm" title={say("restoreFailed")}>
          {problemText(restore.error)}
        </Alert>
      ) : null}
      <SnapshotList busy={busy} onRestore={restore.mutate} onRemove={remove.mutate} />
    </Card>
  );
}

interface ListProps {
  readonly busy: boolean;
  readonly onRestore: (file: string) => void;
  readonly onRemove: (file: string) => void;
}

function SnapshotList({ busy, onRestore, onRemove }: ListProps) {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  const formats = useFormats();
  const { ask, dialog } = useConfirm();
  const { data, error } = useSnapshots();
  const askRestore = async ({ file, createdAt }: SnapshotV2) => {
    const text = (
      <Stack>
        <Text>{say("restoreText")}</Text>
        <Difference file={file} />
      </Stack>
    );
    const title = say("askRestore", { moment: formats.moment(createdAt) });
    if (await ask({ title, text, confirm: say("confirmRestore"), dangerous: true }))
      onRestore(file);
  };
  const askRemove = async ({ file }: SnapshotV2) => {
    const question = { title: say("askRemove"), text: file, confirm: say("confirmRemove") };
    if (await ask({ ...question, dangerous: true })) onRemove(file);
  };
  if (error) return <Alert color="red">{problemText(error)}</Alert>;
  if (!data) return <Skeleton h={120} />;
  if (data.items.length === 0) return <Text>{say("none")}</Text>;
  return (
    <>
      <Table verticalSpacing="xs" aria-label={say("title")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say("made")}</Table.Th>
            <Table.Th>{say("part")}</Table.Th>
            <Table.Th visibleFrom="sm">{say("size")}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.items.map((each) => (
            <SnapshotRow
              key={each.file}
              snapshot={each}
              busy={busy}
              onRestore={() => void askRestore(each)}
              onRemove={() => void askRemove(each)}
            />
          ))}
        </Table.Tbody>
      </Table>
      {dialog}
    </>
  );
}
