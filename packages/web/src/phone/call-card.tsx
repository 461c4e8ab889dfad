import { ActionIcon, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTexts } from "../i18n/index.js";
import { Duration } from "../ui/duration.js";
import { CallControls } from "./call-controls.js";
import { CallState } from "./call-state.js";
import { CallerName } from "./caller-name.js";
import { ConferenceLink } from "./conference-link.js";
import classes from "./dock.module.css";
import { usePhone } from "./provider.js";
import { QualityBars } from "./quality-bars.js";
import { TEXTS } from "./texts.js";
import type { Call } from "./types.js";
import { VideoStage } from "./video-stage.js";

/** One call: who, how long, how well, and everything one can do with it. */
export function CallCard({ call }: { readonly call: Call }) {
  const say = useTexts(TEXTS);
  const [wanted, setSmall] = useState<boolean>();
  // What is held gives its place to the call one speaks in.
  const small = wanted ?? call.held;
  const { state, answeredAt } = call;
  if (state === "ended") return <EndedCard call={call} />;
  const toggle = say(small ? "expand" : "minimise");
  const Arrow = small ? IconChevronUp : IconChevronDown;
  return (
    <Paper withBorder shadow="md" p="sm" className={classes["card"]} data-call={call.number}>
      <Stack gap="xs">
        <Group gap="xs" wrap="nowrap" justify="space-between">
          <Text fw={700} component="div" miw={0} flex={1}>
            <CallerName call={call} />
          </Text>
          {answeredAt === undefined ? null : (
            <Text size="sm" component="div">
              <Duration since={new Date(answeredAt).toISOString()} label={say("duration")} />
            </Text>
          )}
          <QualityBars call={call.id} />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={toggle}
            aria-expanded={!small}
            title={toggle}
            onClick={() => setSmall(!small)}
          >
            <Arrow size={18} />
          </ActionIcon>
        </Group>
        <Group gap="xs" justify="space-between">
          <CallState call={call} />
          <ConferenceLink call={call} />
        </Group>
        {small ? null : <VideoStage call={call} />}
        <CallControls call={call} small={small} />
      </Stack>
    </Paper>
  );
}

const WITHOUT_MICROPHONE = new Set([
  "microphone denied",
  "no microphone",
  "microphone in use",
  "insecure page",
]);

/** Why it is over, until somebody has read it. */
function EndedCard({ call }: { readonly call: Call }) {
  const say = useTexts(TEXTS);
  const phone = usePhone();
  const { id, number, name, end = "failed" } = call;
  const dismiss = () => phone.ask(({ desk }) => desk.dismiss(id));
  const again = (listening: boolean) => {
    dismiss();
    phone.dial(number, name, { listening });
  };
  return (
    <Paper withBorder shadow="md" p="sm" className={`${classes["card"]} ${classes["failed"]}`}>
      <Group gap="xs" wrap="nowrap" justify="space-between">
        <Text fw={700} component="div" miw={0}>
          <CallerName call={call} />
        </Text>
        <ActionIcon variant="subtle" color="gray" aria-label={say("dismiss")} onClick={dismiss}>
          <IconX size={18} />
        </ActionIcon>
      </Group>
      <CallState call={call} />
      <Group gap="xs" mt="xs">
        {end === "elsewhere" || end === "not found" ? null : (
          <Button size="compact-sm" variant="default" onClick={() => again(false)}>
            {say("again")}
          </Button>
        )}
        {WITHOUT_MICROPHONE.has(end) ? (
          <Button size="compact-sm" variant="default" onClick={() => again(true)}>
            {say("listenOnly")}
          </Button>
        ) : null}
      </Group>
    </Paper>
  );
}
