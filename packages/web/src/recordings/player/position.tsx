import { Box, Group, Slider, Text } from "@mantine/core";
import type { RecordingV2 } from "@parley/protocol/client";
import type { KeyboardEvent, ReactNode } from "react";
import { useTexts } from "../../i18n/index.js";
import { formatDuration } from "../../ui/clock.js";
import classes from "./player.module.css";
import { TEXTS } from "./texts.js";
import type { Media } from "./use-media.js";
import { usePeaks } from "./use-peaks.js";
import { Waveform } from "./waveform.js";

export interface PositionProps {
  readonly recording: RecordingV2;
  readonly media: Media;
  readonly onSeek: (seconds: number) => void;
  /** Between the shape of the sound, whose width it shares, and the slider. */
  readonly lanes: ReactNode;
}

/** Seconds. */
const KEYS: Readonly<Record<string, number>> = {
  ArrowLeft: -5,
  ArrowDown: -5,
  ArrowRight: 5,
  ArrowUp: 5,
};

const shown = (seconds: number) => formatDuration(seconds * 1000);

export function Position({ recording, media, onSeek, lanes }: PositionProps) {
  const say = useTexts(TEXTS);
  const peaks = usePeaks(recording);
  const length = media.length ?? recording.duration ?? 0;
  // A tenth of a second is what the pointer needs; a key moves on by a sentence.
  const onKey = (event: KeyboardEvent) => {
    const by = KEYS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onSeek(Math.min(length, Math.max(0, media.position + by)));
  };
  return (
    <Box>
      {peaks ? (
        <Waveform
          peaks={peaks}
          played={length > 0 ? media.position / length : 0}
          onSeek={(part) => onSeek(part * length)}
        />
      ) : null}
      {lanes}
      <Group wrap="nowrap" gap="sm" onKeyDownCapture={onKey}>
        <Text size="sm" className={classes["time"] ?? ""}>
          {shown(media.position)}
        </Text>
        <Slider
          flex={1}
          size="sm"
          min={0}
          max={Math.max(length, 0.1)}
          step={0.1}
          value={Math.min(media.position, length)}
          onChange={onSeek}
          disabled={length === 0}
          label={shown}
          thumbLabel={say("position")}
          thumbValueText={(at: number) => say("of", { at: shown(at), length: shown(length) })}
        />
        <Text size="sm" className={classes["time"] ?? ""}>
          {shown(length)}
        </Text>
      </Group>
    </Box>
  );
}
