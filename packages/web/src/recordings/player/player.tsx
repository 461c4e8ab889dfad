import { Alert, CloseButton, Group, Paper, Stack, Text } from "@mantine/core";
import type { RecordingV2 } from "@parley/protocol/client";
import { type RefObject, useEffect, useRef } from "react";
import { useTexts } from "../../i18n/index.js";
import { Name } from "../../ui/name.js";
import { addressOf } from "../addresses.js";
import { nameOf, useFormats } from "../formats.js";
import { onPlayerKey } from "./keys.js";
import classes from "./player.module.css";
import { Position } from "./position.js";
import { Sound } from "./sound.js";
import { TEXTS } from "./texts.js";
import { Transport } from "./transport.js";
import { useMedia } from "./use-media.js";

export interface PlayerProps {
  readonly recording: RecordingV2;
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

/** Plays one recording, from its beginning, as soon as it is there. */
export function Player({ recording, onClose }: PlayerProps) {
  const say = useTexts(TEXTS);
  const formats = useFormats();
  const box = useRef<HTMLDivElement>(null);
  const element = useRef<HTMLVideoElement>(null);
  const [media, commands] = useMedia(element);
  useFocusWithin(box);
  const address = addressOf(recording.file);
  const name = nameOf(recording);
  return (
    <Paper
      ref={box}
      component="section"
      tabIndex={-1}
      className={classes["player"] ?? ""}
      aria-label={`${say("player")}: ${name}`}
      aria-description={say("keys")}
      withBorder
      shadow="md"
      px="md"
      py="xs"
      onKeyDown={(event) => onPlayerKey(event, commands, onClose)}
    >
      <Stack gap={4}>
        <Group wrap="nowrap" justify="space-between">
          <Group gap="xs" wrap="nowrap" miw={0} fw={600}>
            <Name name={name} />
            <Text c="dimmed" size="sm" fw={400} visibleFrom="xs" className={classes["time"] ?? ""}>
              {formats.moment(recording.startedAt)}
            </Text>
          </Group>
          <CloseButton aria-label={say("close")} onClick={onClose} />
        </Group>
        {/* One element for both kinds: a video without pictures is hidden and only heard. */}
        {/* biome-ignore lint/a11y/useMediaCaption: nobody writes captions for a recorded call */}
        <video
          ref={element}
          className={classes["video"]}
          src={address}
          hidden={recording.kind === "audio" || media.failed}
          autoPlay
          playsInline
        />
        {media.failed ? (
          <Alert color="red" role="alert" p="xs">
            {say("failed")}
          </Alert>
        ) : (
          <>
            <Position recording={recording} media={media} onSeek={commands.seek} />
            <Group justify="space-between" gap="xs">
              <Transport media={media} commands={commands} />
              <Sound media={media} commands={commands} />
            </Group>
          </>
        )}
      </Stack>
    </Paper>
  );
}
