import { ActionIcon, Group, Slider } from "@mantine/core";
import { IconVolume, IconVolumeOff } from "@tabler/icons-react";
import { useLanguage, useTexts } from "../../i18n/index.js";
import { TEXTS } from "./texts.js";
import type { Media, MediaCommands } from "./use-media.js";

export interface SoundProps {
  readonly media: Media;
  readonly commands: MediaCommands;
}

export function Sound({ media: { muted, volume }, commands }: SoundProps) {
  const say = useTexts(TEXTS);
  const percent = new Intl.NumberFormat(useLanguage(), { style: "percent" });
  return (
    <Group gap="xs" wrap="nowrap">
      <ActionIcon
        variant="subtle"
        size="lg"
        aria-label={say(muted ? "unmute" : "mute")}
        onClick={commands.toggleMute}
      >
        {muted ? <IconVolumeOff size={20} /> : <IconVolume size={20} />}
      </ActionIcon>
      <Slider
        w={90}
        size="sm"
        min={0}
        max={1}
        step={0.05}
        value={muted ? 0 : volume}
        onChange={commands.setVolume}
        label={null}
        thumbLabel={say("volume")}
        thumbValueText={(value: number) => percent.format(value)}
      />
    </Group>
  );
}
