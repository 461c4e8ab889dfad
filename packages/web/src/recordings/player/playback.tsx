import { Alert, Group } from "@mantine/core";
import type { RecordingV2 } from "@parley/protocol/client";
import type { ReactNode, RefObject } from "react";
import { useTexts } from "../../i18n/index.js";
import { addressOf } from "../addresses.js";
import classes from "./player.module.css";
import { Position } from "./position.js";
import { Sound } from "./sound.js";
import { TEXTS } from "./texts.js";
import { Transport } from "./transport.js";
import type { Media, MediaCommands } from "./use-media.js";

export interface PlaybackProps {
  readonly recording: RecordingV2;
  readonly element: RefObject<HTMLVideoElement | null>;
  readonly media: Media;
  readonly commands: MediaCommands;
  /** What stands below the shape of the sound. */
  readonly lanes: ReactNode;
}

/** Picture and sound of one recording, and what moves them. */
export function Playback({ recording, element, media, commands, lanes }: PlaybackProps) {
  const say = useTexts(TEXTS);
  return (
    <>
      {/* One element for both kinds: a video without pictures is hidden and only heard. */}
      {/* biome-ignore lint/a11y/useMediaCaption: nobody writes captions for a recorded call */}
      <video
        ref={element}
        className={classes["video"]}
        src={addressOf(recording.file)}
        hidden={recording.kind === "audio" || media.failed}
        playsInline
      />
      {media.failed ? (
        <>
          {lanes}
          <Alert color="red" role="alert" p="xs">
            {say("failed")}
          </Alert>
        </>
      ) : (
        <>
          <Position recording={recording} media={media} onSeek={commands.seek} lanes={lanes} />
          <Group justify="space-between" gap="xs">
            <Transport media={media} commands={commands} />
            <Sound media={media} commands={commands} />
          </Group>
        </>
      )}
    </>
  );
}
