import { Alert, Group, Skeleton } from "@mantine/core";
import type { RecordingDetailsV2, RecordingV2 } from "@parley/protocol/client";
import { useProblemText } from "../../api/index.js";
import { Conversion } from "./conversion.js";
import { Pauses } from "./pauses.js";
import { StoryFacts } from "./story-facts.js";
import type { Timeline } from "./timeline.js";

export interface StoryProps extends Pick<Timeline, "pauses"> {
  readonly story: { readonly data: RecordingDetailsV2 | undefined; readonly error: Error | null };
  readonly onConverted: (recording: RecordingV2) => void;
}

/** What is known of a recording besides its sound. */
export function Story({ story: { data, error }, pauses, onConverted }: StoryProps) {
  const problemText = useProblemText();
  if (data)
    return (
      <>
        <StoryFacts details={data} />
        <Group justify="space-between" gap="xs">
          <Pauses pauses={pauses} />
          <Conversion details={data} onConverted={onConverted} />
        </Group>
      </>
    );
  if (!error) return <Skeleton h={40} />;
  return (
    <Alert color="red" role="alert" p="xs">
      {problemText(error)}
    </Alert>
  );
}
