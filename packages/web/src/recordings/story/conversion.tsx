import { Alert, Button, Menu, Progress, Stack, Text } from "@mantine/core";
import type { RecordingDetailsV2, RecordingFormat, RecordingV2 } from "@parley/protocol/client";
import { IconTransform } from "@tabler/icons-react";
import { useRef } from "react";
import { useProblemText } from "../../api/index.js";
import { useTexts } from "../../i18n/index.js";
import { useConfirm } from "../../ui/confirm.js";
import { TEXTS } from "./texts.js";
import { useConversion } from "./use-conversion.js";

export interface ConversionProps {
  readonly details: RecordingDetailsV2;
  readonly onConverted: (recording: RecordingV2) => void;
}

/** Turning a recording into a smaller one, where the server can and one may. */
export function Conversion({ details, onConverted }: ConversionProps) {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  const { mutate, isPending, variables, error } = useConversion(details.file, onConverted);
  const { ask, dialog } = useConfirm();
  const button = useRef<HTMLButtonElement>(null);
  const convert = async (format: RecordingFormat) => {
    // The dialog gives the focus back to what had it; the menu's entry will be gone by then.
    button.current?.focus();
    const title = say("askTitle", { format: say(format) });
    if (await ask({ title, text: say("askText"), confirm: say("confirm") })) mutate(format);
  };
  const { formats = [] } = details;
  if (formats.length === 0) return null;
  return (
    <Stack gap={4} align="start">
      {isPending ? (
        <Stack gap={4} role="status" w="100%">
          <Text size="sm">{say("converting", { format: say(variables) })}</Text>
          <Progress value={100} animated aria-label={say("convert")} />
        </Stack>
      ) : (
        <Menu position="top-start">
          <Menu.Target>
            <Button
              ref={button}
              size="compact-sm"
              variant="default"
              leftSection={<IconTransform size={14} aria-hidden />}
            >
              {say("convert")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {formats.map((format) => (
              <Menu.Item key={format} onClick={() => void convert(format)}>
                {say(format)}
                <Text size="xs" c="dimmed">
                  {say(`${format}Hint`)}
                </Text>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {error ? (
        <Alert color="red" role="alert" p="xs" title={say("notConverted")}>
          {problemText(error)}
        </Alert>
      ) : null}
      {dialog}
    </Stack>
  );
}
