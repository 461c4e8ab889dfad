import { Title } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTexts } from "../i18n/index.js";
import { Quiet } from "../ui/quiet.js";
import { ChatForm } from "./chat-form.js";
import { DraftLine, MessageLine } from "./chat-lines.js";
import classes from "./live.module.css";
import { TEXTS } from "./texts.js";
import type { Chat } from "./use-chat.js";

interface ChatPanelProps {
  readonly chat: Chat;
  /** Its title stands above it already. */
  readonly titled?: boolean;
}

/** This many pixels from the end still count as having read to the end. */
const NEAR = 60;

export function ChatPanel({ chat, titled = false }: ChatPanelProps) {
  const say = useTexts(TEXTS);
  const { lines, drafts } = chat;
  const { log, onScroll } = useFollowing(lines.length + drafts.length);
  return (
    <section className={classes["panel"]} aria-label={say("chat")}>
      {titled ? null : (
        <Title order={2} size="h5">
          {say("chat")}
        </Title>
      )}
      <div
        ref={log}
        onScroll={onScroll}
        className={classes["log"]}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-live="polite"
        aria-label={say("chat")}
      >
        {lines.length + drafts.length === 0 ? <Quiet>{say("chatEmpty")}</Quiet> : null}
        {lines.map((message) => (
          <MessageLine key={message.id} message={message} />
        ))}
        {drafts.map((draft) => (
          <DraftLine
            key={`draft-${draft.key}`}
            draft={draft}
            onAgain={() => chat.again(draft)}
            onDiscard={() => chat.discard(draft)}
          />
        ))}
      </div>
      <ChatForm onSend={chat.send} />
    </section>
  );
}

/** Keeps the end in sight for whoever has not scrolled away from it. */
function useFollowing(count: number) {
  const log = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  useEffect(() => {
    const element = log.current;
    if (element && count > 0 && following.current) element.scrollTop = element.scrollHeight;
  }, [count]);
  const onScroll = () => {
    const element = log.current;
    if (!element) return;
    following.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
  };
  return { log, onScroll };
}
