import { Loader } from "@mantine/core";
import type { LiveMemberV2 } from "@parley/protocol/client";
import { IconMicrophone, IconMicrophoneOff } from "@tabler/icons-react";
import { memo } from "react";
import { Duration } from "../ui/duration.js";
import { Name } from "../ui/name.js";
import { Person } from "../ui/person.js";
import { shownName } from "../ui/shown-name.js";
import { useCommands, useWork } from "./conference-context.js";
import { Failure } from "./failure.js";
import classes from "./live.module.css";
import { MemberMenu } from "./member-menu.js";
import { MemberSigns } from "./member-signs.js";
import { actionsFor } from "./rights.js";
import { type Say, useSay } from "./texts.js";

export interface MemberRowProps {
  readonly member: LiveMemberV2;
  readonly hasFloor: boolean;
  readonly controllable: boolean;
  readonly own: boolean;
}

/** Drawn anew only when its own member changes: a member that did not is the same value as before. */
export const MemberRow = memo(function MemberRow(props: MemberRowProps) {
  const { member, hasFloor, controllable, own } = props;
  const say = useSay();
  const { id, name, number, talking, joinedAt } = member;
  const actions = actionsFor(member, hasFloor, { controllable, own });
  const shown = shownName(name, number);
  return (
    <>
      <div className={classes["row"]}>
        <Person name={name} fallback={number} talking={talking} />
        <div className={classes["who"]}>
          <Name name={name} fallback={number} className={classes["whoName"] ?? ""} />
          <div className={classes["facts"]}>
            <bdi className={classes["number"]}>{number}</bdi>
            {own ? <span>{say("you")}</span> : null}
            <Duration since={joinedAt} label={say("joined")} />
          </div>
        </div>
        <MemberSigns member={member} hasFloor={hasFloor} say={say} />
        <Busy id={id} say={say} />
        {actions.includes("mute") || actions.includes("unmute") ? (
          <MuteButton member={member} name={shown} say={say} />
        ) : null}
        {actions.length > 0 ? (
          <MemberMenu member={member} name={shown} actions={actions} say={say} />
        ) : null}
      </div>
      <Failure target={id} />
    </>
  );
});

interface BusyProps {
  readonly id: string;
  readonly say: Say;
}

function Busy({ id, say }: BusyProps) {
  const busy = useWork(id).pending.length > 0;
  return (
    <span className={classes["busy"]}>
      {busy ? <Loader size={16} role="img" aria-label={say("busy")} /> : null}
    </span>
  );
}

interface MuteButtonProps {
  readonly member: LiveMemberV2;
  readonly name: string;
  readonly say: Say;
}

function MuteButton({ member, name, say }: MuteButtonProps) {
  const { runFor } = useCommands();
  const command = member.muted ? "unmute" : "mute";
  const Icon = member.muted ? IconMicrophoneOff : IconMicrophone;
  return (
    <button
      type="button"
      className={classes["action"]}
      data-on={member.muted || undefined}
      aria-label={`${say(command)}: ${name}`}
      title={say(command)}
      onClick={() => void runFor(member.id, { command })}
    >
      <Icon size={18} stroke={1.8} />
    </button>
  );
}
