import { Alert, Button, Code, Group, Text, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { useTexts } from "../i18n/index.js";
import { NO_HISTORY, newer, older, sending, shownCommand, typing } from "./command-history.js";
import classes from "./console.module.css";
import { Card } from "./facts.js";
import { TEXTS } from "./texts.js";
import { type ConsoleEntry, useConsole } from "./use-console.js";
import { useTail } from "./use-tail.js";

/** One line at a time to the event socket. */
export function Console() {
  const say = useTexts(TEXTS);
  const { entries, pending, send, clear } = useConsole();
  const [history, setHistory] = useState(NO_HISTORY);
  const tail = useTail(entries.at(-1)?.id);
  const command = shownCommand(history);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const line = command.trim();
    if (line === "" || pending) return;
    setHistory(sending(history, line));
    send(line);
  };
  const browse = (event: KeyboardEvent) => {
    const step = { ArrowUp: older, ArrowDown: newer }[event.key];
    if (!step) return;
    event.preventDefault();
    setHistory(step(history));
  };
  return (
    <Card title={say("console")}>
      <Alert color="orange" icon={<IconAlertTriangle size={18} />} mb="sm" p="xs">
        {say("consoleWarning")}
      </Alert>
      <section
        ref={tail.ref}
        className={classes["output"]}
        onScroll={tail.onScroll}
        role="log"
        aria-label={say("output")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
      >
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </section>
      <form onSubmit={submit}>
        <Group mt="sm" gap="xs" align="start">
          <TextInput
            aria-label={say("command")}
            placeholder={say("commandHint")}
            description={say("history")}
            inputWrapperOrder={["input", "description"]}
            value={command}
            onChange={(event) => setHistory(typing(history, event.currentTarget.value))}
            onKeyDown={browse}
            maxLength={1024}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            ff="monospace"
            flex="1 1 14rem"
          />
          <Button type="submit" loading={pending}>
            {say("send")}
          </Button>
          <Button variant="default" onClick={clear} disabled={entries.length === 0}>
            {say("clear")}
          </Button>
        </Group>
      </form>
    </Card>
  );
}

function Entry({ entry: { command, reply, failed } }: { readonly entry: ConsoleEntry }) {
  const say = useTexts(TEXTS);
  return (
    <div>
      <Text ff="monospace" size="sm" fw={700}>
        {"> "}
        <bdi>{command}</bdi>
      </Text>
      <Code block className={classes["reply"] ?? ""} data-failed={failed || undefined}>
        {reply.trim() === "" ? say("noOutput") : reply.trimEnd()}
      </Code>
    </div>
  );
}
