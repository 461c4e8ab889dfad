import { ActionIcon, Group } from "@mantine/core";
import type { RecordingV2 } from "@parley/protocol/client";
import { IconDownload, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useTexts } from "../i18n/index.js";
import { downloadOf } from "./addresses.js";
import { TEXTS } from "./texts.js";

export interface RowActionsProps {
  readonly recording: RecordingV2;
  /** What the recording is called, for those who do not see its row. */
  readonly label: string;
  readonly playing: boolean;
  readonly onPlay: () => void;
  readonly onRemove: () => void;
}

export function RowActions({ recording, label, playing, onPlay, onRemove }: RowActionsProps) {
  const say = useTexts(TEXTS);
  const { file, status, deletable } = recording;
  const playable = status === "finished";
  const play = playable ? say("play", { name: label }) : say("notYet");
  return (
    <Group gap={2} wrap="nowrap" justify="flex-end">
      <ActionIcon
        variant={playing ? "filled" : "subtle"}
        size="lg"
        aria-label={play}
        title={playable ? undefined : play}
        disabled={!playable}
        onClick={onPlay}
      >
        <IconPlayerPlay size={18} />
      </ActionIcon>
      <ActionIcon
        component="a"
        variant="subtle"
        size="lg"
        href={downloadOf(file)}
        download
        aria-label={say("download", { name: label })}
      >
        <IconDownload size={18} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="red"
        size="lg"
        aria-label={say("remove", { name: label })}
        disabled={!deletable}
        onClick={onRemove}
      >
        <IconTrash size={18} />
      </ActionIcon>
    </Group>
  );
}
