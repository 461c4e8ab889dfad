import { VisuallyHidden } from "@mantine/core";
import type { LiveMemberV2 } from "@parley/protocol/client";
import {
  type Icon,
  IconCrown,
  IconEarOff,
  IconHandStop,
  IconMicrophoneOff,
  IconPlayerPause,
  IconSpeakerphone,
  IconVideo,
} from "@tabler/icons-react";
import classes from "./live.module.css";
import type { Say } from "./texts.js";

interface MemberSignsProps {
  readonly member: LiveMemberV2;
  readonly hasFloor: boolean;
  readonly say: Say;
}

/** How a member is, as pictures with words. */
export function MemberSigns({ member, hasFloor, say }: MemberSignsProps) {
  const { talking, handRaised, moderator, muted, deaf, hold, video } = member;
  const { volumeIn, volumeOut } = member;
  return (
    <div className={classes["signs"]}>
      {talking ? <VisuallyHidden>{say("talking")}</VisuallyHidden> : null}
      {volumeIn === 0 ? null : <Level text={say("volumesIn", { level: signed(volumeIn) })} />}
      {volumeOut === 0 ? null : <Level text={say("volumesOut", { level: signed(volumeOut) })} />}
      {handRaised ? <Sign icon={IconHandStop} text={say("handRaised")} loud /> : null}
      {moderator ? <Sign icon={IconCrown} text={say("moderator")} /> : null}
      {hasFloor ? <Sign icon={IconSpeakerphone} text={say("hasFloor")} /> : null}
      {hold ? <Sign icon={IconPlayerPause} text={say("onHold")} loud /> : null}
      {video ? <Sign icon={IconVideo} text={say("video")} /> : null}
      {deaf ? <Sign icon={IconEarOff} text={say("isDeaf")} loud /> : null}
      {muted ? <Sign icon={IconMicrophoneOff} text={say("muted")} loud /> : null}
    </div>
  );
}

const signed = (level: number): string => (level > 0 ? `+${level}` : `−${-level}`);

interface SignProps {
  readonly icon: Icon;
  readonly text: string;
  /** To be noticed. */
  readonly loud?: boolean;
}

function Sign({ icon: Icon, text, loud = false }: SignProps) {
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      className={classes["sign"]}
      data-loud={loud || undefined}
    >
      <Icon size={17} stroke={1.8} />
    </span>
  );
}

function Level({ text }: { readonly text: string }) {
  return <span className={classes["level"]}>{text}</span>;
}
