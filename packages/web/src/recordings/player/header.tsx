import { Button, CloseButton, Group, Text } from "@mantine/core";
import type { RecordingV2 } from "@parley/protocol/client";
import { IconInfoCircle } from "@tabler/icons-react";
import { useTexts } from "../../i18n/index.js";
import { Name } from "../../ui/name.js";
import { nameOf, useFormats } from "../formats.js";
import classes from "./player.module.css";
import { TEXTS } from "./texts.js";

export interface HeaderProps {
  readonly recording: RecordingV2;
  readonly detailed: boolean;
  readonly onDetailed: () => void;
  readonly onClose: () => void;
}

export function Header({ recording, detailed, onDetailed, onClose }: HeaderProps) {
  const say = useTexts(TEXTS);
  const formats = useFormats();
  return (
    <Group wrap="nowrap" justify="space-between">
      <Group gap="xs" wrap="nowrap" miw={0} fw={600}>
        <Name name={nameOf(recording)} />
        <Text c="dimmed" size="sm" fw={400} visibleFrom="xs" className={classes["time"] ?? ""}>
          {formats.moment(recording.startedAt)}
        </Text>
      </Group>
      <Group gap="xs" wrap="nowrap">
        <Button
          size="compact-sm"
          variant={detailed ? "light" : "subtle"}
          aria-expanded={detailed}
          leftSection={<IconInfoCircle size={16} aria-hidden />}
          onClick={onDetailed}
        >
          {say("details")}
        </Button>
        <CloseButton aria-label={say("close")} onClick={onClose} />
      </Group>
    </Group>
  );
}
