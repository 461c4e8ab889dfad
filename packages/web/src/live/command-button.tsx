import { Button } from "@mantine/core";
import type { ConferenceCommand } from "@parley/protocol/client";
import type { Icon } from "@tabler/icons-react";
import { useTexts } from "../i18n/index.js";
import { useCommands, useWork } from "./conference-context.js";
import { TEXTS } from "./texts.js";
import { WORDLESS } from "./wordless.js";
import { CONFERENCE } from "./work.js";

interface CommandButtonProps {
  readonly command: Exclude<ConferenceCommand["command"], "play">;
  readonly icon: Icon;
  readonly hint?: string;
  readonly dangerous?: boolean;
  /** In place of doing it at once. */
  readonly onClick?: () => void;
}

/** A command without arguments as a button, which turns while the switch has not answered. */
export function CommandButton(props: CommandButtonProps) {
  const { command, icon: Icon, hint, dangerous = false, onClick } = props;
  const say = useTexts(TEXTS);
  const { run } = useCommands();
  const { pending } = useWork(CONFERENCE);
  return (
    <Button
      variant={dangerous ? "light" : "default"}
      size="compact-sm"
      {...(dangerous ? { color: "red" } : {})}
      title={hint ?? say(command)}
      classNames={WORDLESS}
      leftSection={<Icon size={16} stroke={1.8} />}
      loading={pending.includes(command)}
      onClick={onClick ?? (() => void run({ command }))}
    >
      {say(command)}
    </Button>
  );
}
