import { Button, FileButton, Group, PasswordInput, Stack, Text } from "@mantine/core";
import type { ArchiveKey } from "@parley/protocol/client";
import { IconKey } from "@tabler/icons-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTexts } from "../../i18n/index.js";
import { keyOf } from "./key.js";
import { TEXTS } from "./texts.js";

export interface KeyFormProps {
  /** Why the last one did not open it. */
  readonly fault: string | undefined;
  readonly busy: boolean;
  readonly onKey: (key: ArchiveKey) => void;
}

/** Asks for what opens an encrypted snapshot: typed, pasted, or the file it lies in. */
export function KeyForm({ fault, busy, onKey }: KeyFormProps) {
  const say = useTexts(TEXTS);
  const [text, setText] = useState("");
  const field = useRef<HTMLInputElement>(null);
  // It stands in a dialog that was open before anybody knew that a key is needed.
  useEffect(() => field.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text !== "") onKey(keyOf(text));
  };
  const read = async (file: File | null) => {
    if (file) onKey(keyOf(await file.text()));
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Text size="sm">{say("shut")}</Text>
        <PasswordInput
          ref={field}
          label={say("key")}
          description={say("keyHint")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={fault}
          autoComplete="off"
          maxLength={16_384}
          visibilityToggleButtonProps={{ "aria-label": say("showKey") }}
        />
        <Group gap="xs">
          <Button type="submit" variant="default" loading={busy} disabled={text === ""}>
            {say("open")}
          </Button>
          <FileButton onChange={(file) => void read(file)}>
            {(props) => (
              <Button
                {...props}
                variant="subtle"
                leftSection={<IconKey size={16} aria-hidden />}
                disabled={busy}
              >
                {say("keyFile")}
              </Button>
            )}
          </FileButton>
        </Group>
      </Stack>
    </form>
  );
}
