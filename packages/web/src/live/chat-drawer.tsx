import { Badge, Button, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconMessage } from "@tabler/icons-react";
import { useState } from "react";
import { useTexts } from "../i18n/index.js";
import { useMe } from "../session/index.js";
import { unread } from "./chat.js";
import { ChatPanel } from "./chat-panel.js";
import { TEXTS } from "./texts.js";
import type { Chat } from "./use-chat.js";

/** The chat where there is no room beside the members: behind a button that tells how much is unread. */
export function ChatDrawer({ chat }: { readonly chat: Chat }) {
  const say = useTexts(TEXTS);
  const { id: me } = useMe();
  const [opened, { open, close }] = useDisclosure();
  const [lastRead, setLastRead] = useState<string>();
  const newest = chat.told.at(-1)?.id;
  if (opened && newest !== lastRead) setLastRead(newest);
  const count = unread(chat.told, lastRead, me);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconMessage size={18} />}
        rightSection={count > 0 ? <Badge color="red.8">{count}</Badge> : null}
        aria-label={count > 0 ? say("openChat", { count }) : say("openChatRead")}
        onClick={open}
      >
        {say("chat")}
      </Button>
      <Drawer
        opened={opened}
        onClose={close}
        position="right"
        title={say("chat")}
        closeButtonProps={{ "aria-label": say("close") }}
        styles={{
          content: { display: "flex", flexDirection: "column" },
          body: { flex: 1, minHeight: 0, display: "flex" },
        }}
      >
        <ChatPanel chat={chat} titled />
      </Drawer>
    </>
  );
}
