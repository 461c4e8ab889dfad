import { Paper, Stack, Text } from "@mantine/core";
import type { RecordingV2 } from "@parley/protocol/client";
import { type RefObject, useEffect, useMemo, useRef } from "react";
import { useTexts } from "../../i18n/index.js";
import { nameOf } from "../formats.js";
import { Lanes } from "../story/lanes.js";
import { Story } from "../story/story.js";
import { timelineOf } from "../story/timeline.js";
import { useDetails } from "../story/use-details.js";
import { Header } from "./header.js";
import { onPlayerKey } from "./keys.js";
import { Playback } from "./playback.js";
import classes from "./player.module.css";
import { TEXTS } from "./texts.js";
import { useMedia } from "./use-media.js";

export interface PlayerProps {
  readonly recording: RecordingV2;
  /** How often somebody asked to hear it: each time it plays, before the first it only shows itself. */
  readonly plays: number;
  /** Whether its story is shown too. */
  readonly detailed: boolean;
  readonly onDetailed: (detailed: boolean) => void;
  /** It has become another one. */
  readonly onConverted: (recording: RecordingV2) => void;
  readonly onClose: () => void;
}

/** Keys work at once; afterwards the focus goes back to where it came from. */
function useFocusWithin(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus({ preventScroll: true });
    return () => {
      const lost = document.activeElement === document.body;
      if (lost && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [box]);
}

/** One recording: its sound, once it has ended, and its story on the same time line. */
export function Player(props: PlayerProps) {
  const { recording, plays, detailed, onDetailed, onConverted, onClose } = props;
  const say = useTexts(TEXTS);
  const box = useRef<HTMLDivElement>(null);
  const element = useRef<HTMLVideoElement>(null);
  const playable = recording.status === "finished";
  const [media, commands] = useMedia(element, playable);
  const story = useDetails(recording.file, detailed);
  const timeline = useMemo(() => {
    if (!story.data) return undefined;
    const { duration = media.length, ...told } = story.data;
    return timelineOf(duration === undefined ? told : { ...told, duration }, story.dataUpdatedAt);
  }, [story.data, story.dataUpdatedAt, media.length]);
  useFocusWithin(box);
  useEffect(() => {
    // Refused where the browser wants a click first: then the button does it.
    if (plays > 0 && playable) element.current?.play().catch(() => {});
  }, [plays, playable]);
  const audible = playable && !media.failed;
  const played = timeline && timeline.length > 0 ? media.position / timeline.length : 0;
  const lanes =
    detailed && timeline ? (
      <Lanes
        timeline={timeline}
        played={audible ? played : undefined}
        onSeek={audible ? commands.seek : undefined}
      />
    ) : null;
  return (
    <Paper
      ref={box}
      component="section"
      tabIndex={-1}
      className={classes["player"] ?? ""}
      aria-label={`${say("player")}: ${nameOf(recording)}`}
      {...(audible ? { "aria-description": say("keys") } : {})}
      withBorder
      shadow="md"
      px="md"
      py="xs"
      onKeyDown={(event) => onPlayerKey(event, commands, onClose)}
    >
      <Stack gap={4}>
        <Header
          recording={recording}
          detailed={detailed}
          onDetailed={() => onDetailed(!detailed)}
          onClose={onClose}
        />
        {detailed ? (
          <Story story={story} pauses={timeline?.pauses ?? []} onConverted={onConverted} />
        ) : null}
        {playable ? (
          <Playback
            recording={recording}
            element={element}
            media={media}
            commands={commands}
            lanes={lanes}
          />
        ) : (
          <>
            {lanes}
            <Text size="sm">{say("notYet")}</Text>
          </>
        )}
      </Stack>
    </Paper>
  );
}
