import { CloseButton, Group, Text } from "@mantine/core";
import { useCommands, useWork } from "./conference-context.js";
import classes from "./live.module.css";
import { useSay } from "./texts.js";

/** What of the commands for a target failed last, until something else is asked or somebody has read it. */
export function Failure({ target }: { readonly target: string }) {
  const { failed } = useWork(target);
  return failed ? <Shown target={target} reason={failed.reason} /> : null;
}

function Shown({ target, reason }: { readonly target: string; readonly reason: string }) {
  const say = useSay();
  const { dismiss } = useCommands();
  return (
    <Group gap={4} wrap="nowrap" role="alert">
      <Text size="sm" className={classes["failure"] ?? ""}>
        {reason}
      </Text>
      <CloseButton size="sm" aria-label={say("dismiss")} onClick={() => dismiss(target)} />
    </Group>
  );
}
