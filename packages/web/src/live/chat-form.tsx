import { ActionIcon, Group, Textarea } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import { useTexts } from "../i18n/index.js";
import { TEXTS } from "./texts.js";

const MAX_LENGTH = 2000;

/** Enter sends, Shift and Enter begin a new line; Enter that ends an input method's word does neither. */
export function ChatForm({ onSend }: { readonly onSend: (text: string) => void }) {
  const say = useTexts(TEXTS);
  const [text, setText] = useState("");
  const send = () => {
    if (text.trim() === "") return;
    onSend(text.trim());
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Group gap="xs" wrap="nowrap" align="flex-end">
        <Textarea
          flex={1}
          autosize
          minRows={1}
          maxRows={5}
          maxLength={MAX_LENGTH}
          aria-label={say("message")}
          placeholder={say("message")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <ActionIcon type="submit" size={36} aria-label={say("send")} disabled={text.trim() === ""}>
          <IconSend size={18} />
        </ActionIcon>
      </Group>
    </form>
  );
}
