import { Box, Group, Slider, Text } from "@mantine/core";
import type { RecordingV2 } from "@parley/protocol/client";
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
}

const shown = (seconds: number) => formatDuration(seconds * 1000);

export function Position({ recording, media, onSeek }: PositionProps) {
  const say = useTexts(TEXTS);
  const peaks = usePeaks(recording);
  const length = media.length ?? recording.duration ?? 0;
  return (
    <Box>
      {peaks ? (
        <Waveform
          peaks={peaks}
          played={length > 0 ? media.position / length : 0}
          onSeek={(part) => onSeek(part * length)}
        />
      ) : null}
      <Group wrap="nowrap" gap="sm">
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
          onKeyDownCapture={(event) => {
            // A tenth of a second is what the pointer needs; a key moves on by a sentence.
            const by = { ArrowLeft: -5, ArrowRight: 5, ArrowDown: -5, ArrowUp: 5 }[event.key];
            if (by === undefined) return;
            event.preventDefault();
            event.stopPropagation();
            onSeek(Math.min(length, Math.max(0, media.position + by)));
          }}
        />
        <Text size="sm" className={classes["time"] ?? ""}>
          {shown(length)}
        </Text>
      </Group>
    </Box>
  );
}
