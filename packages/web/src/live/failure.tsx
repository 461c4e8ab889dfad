import { CloseButton, Group, Text } from "@mantine/core";
import { useTexts } from "../i18n/index.js";
import { useCommands, useWork } from "./conference-context.js";
import classes from "./live.module.css";
import { TEXTS } from "./texts.js";

/** What of the commands for a target failed last, until something else is asked or somebody has read it. */
export function Failure({ target }: { readonly target: string }) {
  const say = useTexts(TEXTS);
  const { failed } = useWork(target);
  const { dismiss } = useCommands();
  return (
    <div role="alert">
      {failed ? (
        <Group gap={4} wrap="nowrap">
          <Text size="sm" className={classes["failure"] ?? ""}>
            {failed.reason}
          </Text>
          <CloseButton size="sm" aria-label={say("dismiss")} onClick={() => dismiss(target)} />
        </Group>
      ) : null}
    </div>
  );
}
