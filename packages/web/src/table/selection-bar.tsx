import { Button, Group, Paper, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTexts } from "../i18n/index.js";
import type { Selection } from "./selection.js";
import { TEXTS } from "./texts.js";

interface SelectionBarProps<Row> {
  readonly selection: Selection<Row>;
  readonly pending: boolean;
  readonly onRemove: (rows: Row[]) => void;
}

/** What can be done with the chosen rows. */
export function SelectionBar<Row>({ selection, pending, onRemove }: SelectionBarProps<Row>) {
  const say = useTexts(TEXTS);
  const { size } = selection.chosen;
  return (
    <div role="status">
      {size > 0 ? (
        <Paper withBorder p="xs">
          <Group gap="sm">
            <Text size="sm" fw={600}>
              {say("selected", { count: size })}
            </Text>
            <Button
              size="xs"
              color="red"
              leftSection={<IconTrash size={14} aria-hidden />}
              loading={pending}
              onClick={() => onRemove([...selection.chosen.values()])}
            >
              {say("removeSelected")}
            </Button>
            <Button size="xs" variant="default" onClick={selection.clear}>
              {say("clearSelection")}
            </Button>
          </Group>
        </Paper>
      ) : null}
    </div>
  );
}
