import { Button, Loader, Menu } from "@mantine/core";
import { IconPlayerStop, IconVolume } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api/index.js";
import { useTexts } from "../i18n/index.js";
import { useCommands, useWork } from "./conference-context.js";
import { TEXTS } from "./texts.js";
import { WORDLESS } from "./wordless.js";
import { CONFERENCE } from "./work.js";

/** Sounds to play to everybody; the list is asked for when it is opened. */
export function PlayMenu() {
  const say = useTexts(TEXTS);
  const [opened, setOpened] = useState(false);
  const { run } = useCommands();
  const { pending } = useWork(CONFERENCE);
  const prompts = useQuery({
    queryKey: ["prompts"],
    queryFn: () => api.call("prompts.list"),
    enabled: opened,
  });
  const busy = pending.includes("play") || pending.includes("stopPlaying");
  return (
    <Menu
      withInitialFocusPlaceholder={false}
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      width={260}
    >
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconVolume size={16} stroke={1.8} />}
          loading={busy}
          title={say("play")}
          classNames={WORDLESS}
        >
          {say("play")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
        <Menu.Item
          leftSection={<IconPlayerStop size={16} />}
          onClick={() => void run({ command: "stopPlaying" })}
        >
          {say("stopPlaying")}
        </Menu.Item>
        <Menu.Divider />
        {prompts.isPending ? <Loader size="sm" m="sm" /> : null}
        {prompts.data?.items.length === 0 ? <Menu.Label>{say("noPrompts")}</Menu.Label> : null}
        {prompts.data?.items.map(({ name }) => (
          <Menu.Item key={name} onClick={() => void run({ command: "play", prompt: name })}>
            <bdi>{name}</bdi>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
