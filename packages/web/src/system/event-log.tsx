import { Alert, Button, Group, Text, TextInput } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import { useProblemText } from "../api/index.js";
import { useTexts } from "../i18n/index.js";
import { EventLine } from "./event-line.js";
import { matching } from "./event-lines.js";
import classes from "./event-log.module.css";
import { Card } from "./facts.js";
import { TEXTS } from "./texts.js";
import { useEventLog } from "./use-event-log.js";
import { useTail } from "./use-tail.js";

/** The last things that happened, newest at the bottom; whoever has scrolled up stays there. */
export function EventLog() {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  const [paused, setPaused] = useState(false);
  const [filter, setFilter] = useState("");
  const { data, error } = useEventLog(paused);
  const all = data?.items ?? [];
  const shown = matching(all, filter);
  const tail = useTail(shown.at(-1)?.seq);
  const pause = (
    <Button
      size="xs"
      variant="default"
      leftSection={paused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
      onClick={() => setPaused(!paused)}
    >
      {say(paused ? "resume" : "pause")}
    </Button>
  );
  return (
    <Card title={say("log")} action={pause}>
      <Group mb="sm" justify="space-between">
        <TextInput
          type="search"
          aria-label={say("filter")}
          placeholder={say("filterHint")}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          flex="1 1 12rem"
          maw={360}
        />
        <Text size="sm" c="dimmed">
          {say("shown", { shown: shown.length, count: all.length })}
        </Text>
      </Group>
      {error ? (
        <Alert color="red" mb="sm" p="xs" role="alert">
          {problemText(error)}
        </Alert>
      ) : null}
      <section
        ref={tail.ref}
        className={classes["log"]}
        onScroll={tail.onScroll}
        role="log"
        // They come too fast to be read out.
        aria-live="off"
        aria-label={say("log")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
      >
        {shown.map((event) => (
          <EventLine key={event.seq} event={event} />
        ))}
        {shown.length === 0 ? (
          <Text p="sm" c="dimmed">
            {say(all.length === 0 ? "noEvents" : "noneFound")}
          </Text>
        ) : null}
      </section>
    </Card>
  );
}
