import { Button, Group, Text } from "@mantine/core";
import { useTexts } from "../i18n/index.js";
import classes from "./dock.module.css";
import { LevelMeter } from "./level-meter.js";
import { readDevices } from "./media.js";
import { playTone } from "./test-tone.js";
import { TEXTS } from "./texts.js";
import type { Trouble } from "./types.js";
import { useTrial } from "./use-trial.js";
import { Picture } from "./video-stage.js";

interface TrialProps {
  /** Devices have names from now on. */
  readonly onOpened: () => void;
}

export function MicrophoneTrial({ onOpened }: TrialProps) {
  const say = useTexts(TEXTS);
  const { stream, trouble, toggle } = useTrial("microphone", onOpened);
  return (
    <>
      <Group gap="sm" wrap="nowrap">
        <Button size="compact-sm" variant="default" onClick={toggle}>
          {say(stream ? "stopTrying" : "tryMicrophone")}
        </Button>
        {stream ? <LevelMeter stream={stream} /> : null}
      </Group>
      <TrialTrouble trouble={trouble} />
    </>
  );
}

export function SpeakerTrial() {
  const say = useTexts(TEXTS);
  return (
    <Group>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => void playTone(readDevices().speaker)}
      >
        {say("trySpeaker")}
      </Button>
    </Group>
  );
}

export function CameraTrial({ onOpened }: TrialProps) {
  const say = useTexts(TEXTS);
  const { stream, trouble, toggle } = useTrial("camera", onOpened);
  return (
    <>
      <Group>
        <Button size="compact-sm" variant="default" onClick={toggle}>
          {say(stream ? "stopTrying" : "tryCamera")}
        </Button>
      </Group>
      {stream ? (
        <Picture stream={stream} label={say("ownPicture")} className={classes["preview"]} />
      ) : null}
      <TrialTrouble trouble={trouble} />
    </>
  );
}

function TrialTrouble({ trouble }: { readonly trouble: Trouble | undefined }) {
  const say = useTexts(TEXTS);
  return (
    <div role="alert">
      {trouble ? (
        <Text size="sm" c="var(--mantine-color-error)">
          {say(`trouble ${trouble}`)}
        </Text>
      ) : null}
    </div>
  );
}
