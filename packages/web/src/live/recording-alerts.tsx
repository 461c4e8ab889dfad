import { Stack } from "@mantine/core";
import type { LiveConferenceV2 } from "@parley/protocol/client";
import { useState } from "react";
import { useFeed } from "../feed/index.js";
import { TroubleAlert } from "../recorded/index.js";
import { useSay } from "./texts.js";

/** What is wrong with what is, or was, being recorded here: for everybody who believes it is being recorded. */
export function RecordingAlerts({ conference }: { readonly conference: LiveConferenceV2 }) {
  const say = useSay();
  const raised = useFeed(({ alarms }) => alarms.get(conference.id));
  const [read, setRead] = useState<string>();
  const trouble = conference.recordings.find((each) => each.trouble)?.trouble;
  const alarm = raised && raised.at !== read && raised.alarm !== trouble ? raised : undefined;
  if (!trouble && !alarm) return null;
  return (
    <Stack gap="xs">
      {trouble ? <TroubleAlert trouble={trouble} /> : null}
      {alarm ? (
        <TroubleAlert
          trouble={alarm.alarm}
          onClose={() => setRead(alarm.at)}
          closeLabel={say("dismiss")}
        />
      ) : null}
    </Stack>
  );
}
