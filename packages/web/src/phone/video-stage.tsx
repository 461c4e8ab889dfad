import { ActionIcon } from "@mantine/core";
import { useFullscreenElement } from "@mantine/hooks";
import { IconMaximize, IconMinimize } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTexts } from "../i18n/index.js";
import classes from "./dock.module.css";
import { usePhoneView } from "./provider.js";
import { TEXTS } from "./texts.js";
import type { Call } from "./types.js";

/** Both sides' pictures; nothing where there are none. */
export function VideoStage({ call }: { readonly call: Call }) {
  const say = useTexts(TEXTS);
  const own = usePhoneView((view) => view.ownVideo.get(call.id));
  const remote = usePhoneView((view) => view.remoteStreams.get(call.id));
  const { ref, toggle, fullscreen } = useFullscreenElement<HTMLDivElement>();
  if (!own && !call.remoteVideo) return null;
  const label = say(fullscreen ? "leaveFullScreen" : "fullScreen");
  const Icon = fullscreen ? IconMinimize : IconMaximize;
  return (
    <div className={classes["stage"]} ref={ref}>
      {call.remoteVideo && remote ? (
        <Picture stream={remote} label={say("remotePicture")} className={classes["remote"]} />
      ) : null}
      {own ? (
        <Picture
          stream={own}
          label={say("ownPicture")}
          className={classes["own"]}
          alone={!call.remoteVideo}
        />
      ) : null}
      <ActionIcon
        variant="filled"
        color="dark"
        className={classes["full"]}
        aria-label={label}
        title={label}
        onClick={() => void toggle()}
      >
        <Icon size={18} />
      </ActionIcon>
    </div>
  );
}

interface PictureProps {
  readonly stream: MediaStream;
  readonly label: string;
  readonly className: string | undefined;
  readonly alone?: boolean;
}

/** Always silent: what is said comes from the call's own element. */
export function Picture({ stream, label, className, alone }: PictureProps) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (element.current) element.current.srcObject = stream;
  }, [stream]);
  return (
    <video
      ref={element}
      className={className}
      aria-label={label}
      data-alone={alone || undefined}
      autoPlay
      muted
      playsInline
    />
  );
}
