import { Button, Group, Paper, Text } from "@mantine/core";
import type { LiveMemberV2 } from "@parley/protocol/client";
import {
  IconHandOff,
  IconHandStop,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
} from "@tabler/icons-react";
import { useTexts } from "../i18n/index.js";
import { Name } from "../ui/name.js";
import { Person } from "../ui/person.js";
import { useCommands, useWork } from "./conference-context.js";
import { Failure } from "./failure.js";
import classes from "./live.module.css";
import { TEXTS } from "./texts.js";
import { WORDLESS } from "./wordless.js";

/** Oneself in the conference, always in sight. */
export function OwnBar({ member }: { readonly member: LiveMemberV2 }) {
  const say = useTexts(TEXTS);
  const { runFor } = useCommands();
  const { pending } = useWork(member.id);
  const { id, name, number, muted, handRaised, talking } = member;
  const button = (command: "mute" | "unmute" | "raiseHand" | "lowerHand", pressed: boolean) => ({
    variant: pressed ? "filled" : "default",
    size: "compact-sm",
    loading: pending.includes(command),
    onClick: () => void runFor(id, { command }),
    title: say(command),
    classNames: WORDLESS,
    children: say(command),
  });
  return (
    <Paper
      withBorder
      p="xs"
      className={classes["own"] ?? ""}
      component="section"
      aria-label={say("you")}
    >
      <Group gap="xs">
        <Person name={name} fallback={number} talking={talking} small />
        <Text fw={600} size="sm" component="div" flex="1 1 6rem" miw={0}>
          <Name name={name} fallback={number} />
        </Text>
        <Group gap="xs">
          <Button
            {...button(muted ? "unmute" : "mute", muted)}
            leftSection={muted ? <IconMicrophoneOff size={16} /> : <IconMicrophone size={16} />}
          />
          <Button
            {...button(handRaised ? "lowerHand" : "raiseHand", handRaised)}
            leftSection={handRaised ? <IconHandOff size={16} /> : <IconHandStop size={16} />}
          />
          <Button
            variant="light"
            color="red"
            size="compact-sm"
            title={say("leave")}
            classNames={WORDLESS}
            loading={pending.includes("kick")}
            leftSection={<IconPhoneOff size={16} />}
            onClick={() => void runFor(id, { command: "kick" })}
          >
            {say("leave")}
          </Button>
        </Group>
      </Group>
      <Failure target={id} />
    </Paper>
  );
}
