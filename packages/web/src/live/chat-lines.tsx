import { Button, Group, Text } from "@mantine/core";
import type { ChatMessage } from "@parley/protocol/client";
import { memo } from "react";
import { useLanguage, useTexts } from "../i18n/index.js";
import { useMe } from "../session/index.js";
import { shownName } from "../ui/shown-name.js";
import type { Draft } from "./chat.js";
import classes from "./live.module.css";
import { TEXTS } from "./texts.js";

export const MessageLine = memo(function MessageLine({
  message,
}: {
  readonly message: ChatMessage;
}) {
  const { id: me } = useMe();
  const language = useLanguage();
  const { at, from, text } = message;
  const time = new Intl.DateTimeFormat(language, { timeStyle: "short" }).format(new Date(at));
  return (
    <div className={classes["line"]} data-mine={from.id === me || undefined}>
      <div className={classes["head"]}>
        <Text component="bdi" size="xs" fw={600} truncate maw="75%">
          {shownName(from.name, from.id)}
        </Text>
        <time dateTime={at}>{time}</time>
      </div>
      <span className={classes["text"]}>{text}</span>
    </div>
  );
});

interface DraftLineProps {
  readonly draft: Draft;
  readonly onAgain: () => void;
  readonly onDiscard: () => void;
}

export function DraftLine({ draft, onAgain, onDiscard }: DraftLineProps) {
  const say = useTexts(TEXTS);
  const { text, failed } = draft;
  return (
    <div className={classes["line"]} data-mine data-pending={failed === undefined || undefined}>
      <span className={classes["text"]}>{text}</span>
      {failed === undefined ? (
        <div className={classes["head"]}>{say("sending")}</div>
      ) : (
        <Group gap="xs">
          <Text size="xs" className={classes["failure"] ?? ""}>
            {say("notSent", { reason: failed })}
          </Text>
          <Button size="compact-xs" variant="default" onClick={onAgain}>
            {say("again")}
          </Button>
          <Button size="compact-xs" variant="default" onClick={onDiscard}>
            {say("discard")}
          </Button>
        </Group>
      )}
    </div>
  );
}
