import { Checkbox, Group, Table, Text, UnstyledButton } from "@mantine/core";
import type { RecordingV2 } from "@parley/protocol/client";
import { IconVideo } from "@tabler/icons-react";
import { useTexts } from "../i18n/index.js";
import { TroubleBadge } from "../recorded/index.js";
import { Name } from "../ui/name.js";
import { lengthOf, nameOf, useFormats } from "./formats.js";
import classes from "./recording-row.module.css";
import { RowActions } from "./row-actions.js";
import { Status } from "./status.js";
import { TEXTS } from "./texts.js";

export interface RecordingRowProps {
  readonly recording: RecordingV2;
  readonly selected: boolean;
  /** It is in the player. */
  readonly playing: boolean;
  readonly onToggle: () => void;
  readonly onPlay: () => void;
  readonly onDetails: () => void;
  readonly onRemove: () => void;
}

export function RecordingRow({
  recording,
  selected,
  playing,
  onToggle,
  onDetails,
  ...rest
}: RecordingRowProps) {
  const say = useTexts(TEXTS);
  const formats = useFormats();
  const { file, status, deletable, trouble } = recording;
  const label = `${nameOf(recording)}, ${formats.moment(recording.startedAt)}`;
  return (
    <Table.Tr
      {...(selected || playing ? { bg: "var(--mantine-color-default-hover)" } : {})}
      aria-current={playing ? "true" : undefined}
    >
      <Table.Td>
        <Checkbox
          aria-label={say("select", { name: label })}
          checked={selected}
          disabled={!deletable}
          onChange={onToggle}
        />
      </Table.Td>
      <Table.Td>
        <Title recording={recording} label={say("details", { name: label })} onClick={onDetails} />
        <Group hiddenFrom="sm" gap={6} mt={2} fz="xs" c="dimmed">
          <span>{formats.moment(recording.startedAt)}</span>
          <span>{lengthOf(recording)}</span>
          <span>{formats.size(recording.size)}</span>
          {status === "finished" ? null : <Status status={status} />}
          {trouble ? <TroubleBadge trouble={trouble} /> : null}
        </Group>
        <Text size="xs" c="dimmed" component="div" visibleFrom="sm">
          <Name name={file} />
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">{formats.moment(recording.startedAt)}</Table.Td>
      <Table.Td visibleFrom="sm">{lengthOf(recording) ?? "–"}</Table.Td>
      <Table.Td visibleFrom="sm">{formats.size(recording.size)}</Table.Td>
      <Table.Td visibleFrom="sm">
        {trouble && status === "finished" ? null : <Status status={status} />}
        {trouble ? <TroubleBadge trouble={trouble} /> : null}
      </Table.Td>
      <Table.Td>
        <RowActions recording={recording} label={label} playing={playing} {...rest} />
      </Table.Td>
    </Table.Tr>
  );
}

interface TitleProps {
  readonly recording: RecordingV2;
  readonly label: string;
  readonly onClick: () => void;
}

/** Opens the recording's story. */
function Title({ recording: { conference, kind }, label, onClick }: TitleProps) {
  const say = useTexts(TEXTS);
  return (
    <UnstyledButton
      className={classes["title"] ?? ""}
      fw={600}
      aria-label={label}
      onClick={onClick}
    >
      {kind === "video" ? <IconVideo size={16} role="img" aria-label={say("video")} /> : null}
      <Name name={conference ?? say("unknownConference")} />
    </UnstyledButton>
  );
}
