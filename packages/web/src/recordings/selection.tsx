import { Button, Group, Paper, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTexts } from "../i18n/index.js";
import { TEXTS } from "./texts.js";

export interface SelectionProps {
  readonly count: number;
  readonly pending: boolean;
  readonly onClear: () => void;
  readonly onRemove: () => void;
}

/** What can be done with the chosen rows. */
export function Selection({ count, pending, onClear, onRemove }: SelectionProps) {
  const say = useTexts(TEXTS);
  return (
    <div role="status">
      {count > 0 ? (
        <Paper withBorder px="md" py="xs">
          <Group justify="space-between">
            <Text>{say("selected", { count })}</Text>
            <Group gap="xs">
              <Button variant="default" onClick={onClear}>
                {say("unselect")}
              </Button>
              <Button
                color="red"
                leftSection={<IconTrash size={16} />}
                loading={pending}
                onClick={onRemove}
              >
                {say("removeSelected", { count })}
              </Button>
            </Group>
          </Group>
        </Paper>
      ) : null}
    </div>
  );
}
