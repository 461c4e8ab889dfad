import { Group } from "@mantine/core";
import type { LiveConferenceV2 } from "@parley/protocol/client";
import {
  IconLock,
  IconLockOpen,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerRecord,
  IconPlayerStop,
} from "@tabler/icons-react";
import { useTexts } from "../i18n/index.js";
import { useConfirm } from "../ui/confirm.js";
import { CommandButton } from "./command-button.js";
import { useCommands } from "./conference-context.js";
import { Failure } from "./failure.js";
import { PlayMenu } from "./play-menu.js";
import { TEXTS } from "./texts.js";
import { CONFERENCE } from "./work.js";

/** What can be done with the whole conference, for those who may. */
export function Toolbar({ conference }: { readonly conference: LiveConferenceV2 }) {
  const say = useTexts(TEXTS);
  const { locked, recordings } = conference;
  return (
    <Group gap={6} role="group" aria-label={say("toolbar")}>
      <CommandButton command={locked ? "unlock" : "lock"} icon={locked ? IconLockOpen : IconLock} />
      <CommandButton command="muteAll" icon={IconMicrophoneOff} hint={say("muteAllHint")} />
      <CommandButton command="unmuteAll" icon={IconMicrophone} />
      <Recording recordings={recordings} />
      <PlayMenu />
      <EndForAll members={conference.members.length} />
      <Failure target={CONFERENCE} />
    </Group>
  );
}

function Recording({ recordings }: Pick<LiveConferenceV2, "recordings">) {
  const running = recordings.some(({ status }) => status === "running");
  if (recordings.length === 0)
    return <CommandButton command="startRecording" icon={IconPlayerRecord} />;
  return (
    <>
      {running ? (
        <CommandButton command="pauseRecording" icon={IconPlayerPause} />
      ) : (
        <CommandButton command="resumeRecording" icon={IconPlayerPlay} />
      )}
      <CommandButton command="stopRecording" icon={IconPlayerStop} />
    </>
  );
}

function EndForAll({ members }: { readonly members: number }) {
  const say = useTexts(TEXTS);
  const { run } = useCommands();
  const { ask, dialog } = useConfirm();
  const end = async () => {
    const sure = await ask({
      title: say("kickAllTitle"),
      text: say("kickAllText", { count: members }),
      confirm: say("kickAll"),
      dangerous: true,
    });
    if (sure) void run({ command: "kickAll" });
  };
  return (
    <>
      <CommandButton command="kickAll" icon={IconPhoneOff} dangerous onClick={() => void end()} />
      {dialog}
    </>
  );
}
