import { ActionIcon, Button, Group } from "@mantine/core";
import type { ConferenceV2 } from "@parley/protocol/client";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useTexts } from "../i18n/index.js";
import { useDial } from "../phone/index.js";
import { TEXTS } from "./texts.js";

interface RowActionsProps {
  readonly conference: ConferenceV2;
  /** Absent for those who may change nothing. */
  readonly onEdit?: ((conference: ConferenceV2) => void) | undefined;
  readonly onRemove?: ((conference: ConferenceV2) => void) | undefined;
}

export function RowActions({ conference, onEdit, onRemove }: RowActionsProps) {
  const say = useTexts(TEXTS);
  const dial = useDial();
  const { name, number, joinable } = conference;
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      {joinable ? (
        <Button
          size="compact-sm"
          variant="light"
          aria-label={say("joinName", { name })}
          onClick={() => dial(number, name)}
        >
          {say("join")}
        </Button>
      ) : null}
      {onEdit ? (
        <ActionIcon
          variant="subtle"
          aria-label={say("edit", { name })}
          onClick={() => onEdit(conference)}
        >
          <IconPencil size={16} aria-hidden />
        </ActionIcon>
      ) : null}
      {onRemove ? (
        <ActionIcon
          variant="subtle"
          color="red"
          aria-label={say("remove", { name })}
          onClick={() => onRemove(conference)}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      ) : null}
    </Group>
  );
}
