import { ActionIcon, Group, Table, Text } from "@mantine/core";
import type { SnapshotV2 } from "@parley/protocol/client";
import { IconDownload, IconLock, IconRestore, IconTrash } from "@tabler/icons-react";
import { api } from "../../api/index.js";
import { useTexts } from "../../i18n/index.js";
import { useFormats } from "../../recordings/formats.js";
import { TEXTS } from "./texts.js";

export interface SnapshotRowProps {
  readonly snapshot: SnapshotV2;
  readonly busy: boolean;
  readonly onRestore: () => void;
  readonly onRemove: () => void;
}

export function SnapshotRow({ snapshot, busy, onRestore, onRemove }: SnapshotRowProps) {
  const say = useTexts(TEXTS);
  const formats = useFormats();
  const { file, part, label, automatic, encrypted, createdAt, size } = snapshot;
  const remark = automatic ? say("automatic") : label;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={6} wrap="nowrap">
          {formats.moment(createdAt)}
          {encrypted ? (
            <IconLock size={14} role="img" aria-label={say("encrypted")} title={say("encrypted")} />
          ) : null}
        </Group>
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          {say(part)}
        </Text>
        {remark ? (
          <Text size="xs" c="dimmed">
            {remark}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td visibleFrom="sm">{say(part)}</Table.Td>
      <Table.Td visibleFrom="sm">{formats.size(size)}</Table.Td>
      <Table.Td>
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          <ActionIcon
            component="a"
            href={api.url("archive.read", { params: { file } })}
            download={file}
            variant="default"
            aria-label={say("download", { file })}
          >
            <IconDownload size={16} />
          </ActionIcon>
          <ActionIcon
            variant="default"
            disabled={busy}
            aria-label={say("restore", { file })}
            onClick={onRestore}
          >
            <IconRestore size={16} />
          </ActionIcon>
          <ActionIcon
            variant="default"
            disabled={busy}
            aria-label={say("remove", { file })}
            onClick={onRemove}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
