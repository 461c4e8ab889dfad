import { Button, Group, Text, UnstyledButton } from "@mantine/core";
import {
  IconDialpad,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconVideo,
  IconVideoOff,
} from "@tabler/icons-react";
import { type ComponentType, useEffect, useState } from "react";
import { useTexts } from "../i18n/index.js";
import classes from "./dock.module.css";
import { Keypad } from "./keypad.js";
import { usePhone } from "./provider.js";
import { TEXTS } from "./texts.js";
import type { Call } from "./types.js";
import { HANG_UP_ASKED } from "./use-shortcuts.js";

interface ControlsProps {
  readonly call: Call;
  /** Only what one needs at once. */
  readonly small: boolean;
}

export function CallControls({ call, small }: ControlsProps) {
  const say = useTexts(TEXTS);
  const { ask } = usePhone();
  const [keys, setKeys] = useState(false);
  const { id, state, held, muted, listening, video, pending } = call;
  const active = state === "active";
  const hold = () => ask(({ desk }) => desk.hold(id, !held));
  const Hold = held ? IconPlayerPlay : IconPlayerPause;
  const mute = () => ask(({ desk }) => (listening ? desk.speak(id) : desk.mute(id, !muted)));
  return (
    <>
      {active ? (
        <div className={classes["controls"]}>
          <Control
            icon={muted || listening ? IconMicrophoneOff : IconMicrophone}
            label={listening ? say("speak") : say(muted ? "unmute" : "mute")}
            keys="m"
            pressed={muted}
            disabled={held}
            onClick={mute}
          />
          <Control
            icon={Hold}
            label={say(held ? "resume" : "hold")}
            pressed={held}
            busy={pending === "hold"}
            disabled={pending !== undefined}
            onClick={hold}
          />
          {small ? null : (
            <>
              <Control
                icon={video ? IconVideoOff : IconVideo}
                label={say(video ? "cameraOff" : "camera")}
                pressed={video}
                busy={pending === "video"}
                disabled={pending !== undefined || held}
                onClick={() => ask(({ desk }) => desk.video(id, !video))}
              />
              <Control
                icon={IconDialpad}
                label={say("keypad")}
                expanded={keys}
                disabled={held}
                onClick={() => setKeys(!keys)}
              />
            </>
          )}
        </div>
      ) : null}
      {active && keys && !small && !held ? <Keypad call={id} /> : null}
      <HangUp call={id} />
    </>
  );
}

interface ControlProps {
  readonly icon: ComponentType<{ size?: number | string }>;
  readonly label: string;
  readonly keys?: string;
  /** What the label offers to undo. */
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  /** The switch has been asked. */
  readonly busy?: boolean;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

function Control({ icon: Icon, label, keys, pressed, expanded, busy, ...button }: ControlProps) {
  return (
    <UnstyledButton
      className={classes["control"]}
      data-on={pressed || undefined}
      aria-expanded={expanded}
      aria-busy={busy}
      aria-keyshortcuts={keys}
      {...button}
    >
      <Icon size={20} />
      <span>{label}</span>
    </UnstyledButton>
  );
}

/** At once by click; by key it asks, as a key is easily hit. */
function HangUp({ call }: { readonly call: string }) {
  const say = useTexts(TEXTS);
  const { ask } = usePhone();
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    const onAsked = (event: Event) => {
      if (event instanceof CustomEvent && event.detail === call) setAsked(true);
    };
    addEventListener(HANG_UP_ASKED, onAsked);
    return () => removeEventListener(HANG_UP_ASKED, onAsked);
  }, [call]);
  const end = () => ask(({ desk }) => desk.end(call));
  if (!asked)
    return (
      <Button
        color="red.9"
        fullWidth
        leftSection={<IconPhoneOff size={18} />}
        aria-keyshortcuts="h"
        onClick={end}
      >
        {say("hangUp")}
      </Button>
    );
  return (
    <Group
      role="group"
      gap="xs"
      wrap="nowrap"
      onKeyDown={(event) => event.key === "Escape" && setAsked(false)}
    >
      <Text size="sm" flex={1} role="alert">
        {say("hangUpAsk")}
      </Text>
      <Button variant="default" onClick={() => setAsked(false)}>
        {say("stay")}
      </Button>
      <Button color="red.9" autoFocus onClick={end}>
        {say("hangUp")}
      </Button>
    </Group>
  );
}
