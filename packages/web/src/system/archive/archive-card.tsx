import { Alert, Button, Group, Skeleton, Table, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ArchiveKey, SnapshotV2 } from "@parley/protocol/client";
import { IconArchive, IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { useProblemText } from "../../api/index.js";
import { useTexts } from "../../i18n/index.js";
import { useConfirm } from "../../ui/confirm.js";
import { Card } from "../facts.js";
import { RestoreDialog } from "./restore-dialog.js";
import { SnapshotRow } from "./snapshot-row.js";
import { TEXTS } from "./texts.js";
import { UploadDialog } from "./upload-dialog.js";
import { useArchive, useSnapshots } from "./use-archive.js";

/** Snapshots of the switch's configuration; a restore shows what it would change before it does. */
export function ArchiveCard() {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  const { store, remove, restore } = useArchive();
  const busy = store.isPending || remove.isPending || restore.isPending;
  const [uploading, upload] = useDisclosure();
  const buttons = (
    <Group gap="xs">
      <Button
        size="xs"
        variant="default"
        leftSection={<IconUpload size={14} />}
        disabled={busy}
        onClick={upload.open}
      >
        {say("upload")}
      </Button>
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
    </Group>
  );
  return (
    <Card title={say("title")} action={buttons}>
      <Text size="sm" c="dimmed" mb="sm">
        {say("hint")}
      </Text>
      {restore.error ? (
        <Alert color="red" role="alert" mb="sm" title={say("restoreFailed")}>
          {problemText(restore.error)}
        </Alert>
      ) : null}
      <SnapshotList
        busy={busy}
        onRestore={(file, key) => restore.mutate({ file, key })}
        onRemove={remove.mutate}
      />
      <UploadDialog opened={uploading} onClose={upload.close} />
    </Card>
  );
}

interface ListProps {
  readonly busy: boolean;
  readonly onRestore: (file: string, key: ArchiveKey | undefined) => void;
  readonly onRemove: (file: string) => void;
}

function SnapshotList({ busy, onRestore, onRemove }: ListProps) {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  const { ask, dialog } = useConfirm();
  const { data, error } = useSnapshots();
  const [chosen, setChosen] = useState<SnapshotV2>();
  const [restoring, restoration] = useDisclosure();
  const askRestore = (snapshot: SnapshotV2) => {
    setChosen(snapshot);
    restoration.open();
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
            <Table.Th visibleFrom="sm">{say("part")}</Table.Th>
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
              onRestore={() => askRestore(each)}
              onRemove={() => void askRemove(each)}
            />
          ))}
        </Table.Tbody>
      </Table>
      {dialog}
      {chosen ? (
        <RestoreDialog
          snapshot={chosen}
          opened={restoring}
          onClose={restoration.close}
          onRestore={(key) => {
            restoration.close();
            onRestore(chosen.file, key);
          }}
        />
      ) : null}
    </>
  );
}
