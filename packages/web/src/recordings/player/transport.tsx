import { ActionIcon, Group, SegmentedControl } from "@mantine/core";
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconRewindBackward10,
  IconRewindForward10,
} from "@tabler/icons-react";
import { useLanguage, useTexts } from "../../i18n/index.js";
import { TEXTS } from "./texts.js";
import type { Media, MediaCommands } from "./use-media.js";

export interface TransportProps {
  readonly media: Media;
  readonly commands: MediaCommands;
}

const RATES = [1, 1.5, 2] as const;
const JUMP_S = 10;

export function Transport({ media, commands }: TransportProps) {
  const say = useTexts(TEXTS);
  const numbers = new Intl.NumberFormat(useLanguage());
  return (
    <Group gap="xs" wrap="nowrap">
      <ActionIcon
        variant="subtle"
        size="lg"
        aria-label={say("back")}
        onClick={() => commands.jump(-JUMP_S)}
      >
        <IconRewindBackward10 size={20} />
      </ActionIcon>
      <ActionIcon
        variant="filled"
        size="xl"
        radius="xl"
        aria-label={say(media.paused ? "play" : "pause")}
        onClick={commands.toggle}
      >
        {media.paused ? <IconPlayerPlayFilled size={20} /> : <IconPlayerPauseFilled size={20} />}
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        size="lg"
        aria-label={say("forward")}
        onClick={() => commands.jump(JUMP_S)}
      >
        <IconRewindForward10 size={20} />
      </ActionIcon>
      <SegmentedControl
        size="xs"
        aria-label={say("speed")}
        value={String(media.rate)}
        onChange={(rate) => commands.setRate(Number(rate))}
        data={RATES.map((rate) => ({ value: String(rate), label: `${numbers.format(rate)}×` }))}
      />
    </Group>
  );
}
