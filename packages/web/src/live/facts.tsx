import { Badge, Group } from "@mantine/core";
import type { LiveConferenceV2, LiveRecordingV2 } from "@parley/protocol/client";
import { IconLock, IconPlayerPauseFilled, IconPlayerRecordFilled } from "@tabler/icons-react";
import { useTexts } from "../i18n/index.js";
import { useActorText } from "../recorded/index.js";
import { Duration } from "../ui/duration.js";
import { Name } from "../ui/name.js";
import { Quiet } from "../ui/quiet.js";
import { TEXTS } from "./texts.js";

/** What a conference is and how it is going, in one line that wraps. */
export function Facts({ conference }: { readonly conference: LiveConferenceV2 }) {
  const say = useTexts(TEXTS);
  const { number, startedAt, members, locked, recordings } = conference;
  return (
    <Group gap="sm" mt={-8}>
      {number === undefined ? null : <Quiet>{say("number", { number })}</Quiet>}
      <Quiet>{say("members", { count: members.length })}</Quiet>
      <Quiet>
        <Duration since={startedAt} label={say("duration")} />
      </Quiet>
      <Group gap="xs" role="status" aria-live="polite">
        {locked ? (
          <Badge variant="default" leftSection={<IconLock size={12} />}>
            {say("locked")}
          </Badge>
        ) : null}
        {recordings.map((recording) => (
          <RecordingBadge key={recording.file} recording={recording} />
        ))}
      </Group>
    </Group>
  );
}

function RecordingBadge({ recording }: { readonly recording: LiveRecordingV2 }) {
  const say = useTexts(TEXTS);
  const who = useActorText();
  const { status, startedAt, startedBy } = recording;
  const running = status === "running";
  const Icon = running ? IconPlayerRecordFilled : IconPlayerPauseFilled;
  const by = startedBy ? say("recordingBy", { name: who(startedBy) }) : undefined;
  return (
    <>
      <Badge
        variant={running ? "filled" : "default"}
        {...(running ? { color: "red.8" } : {})}
        leftSection={<Icon size={10} />}
      >
        {say(running ? "recording" : "recordingPaused")}{" "}
        {startedAt === undefined ? null : <Duration since={startedAt} />}
      </Badge>
      {by === undefined ? null : (
        <Quiet size="xs" maw="16rem">
          <Name name={by} />
        </Quiet>
      )}
    </>
  );
}
