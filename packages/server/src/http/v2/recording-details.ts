import type { RecordingDetailsV2 } from "@parley/protocol";
import type { RecordingStories, Story } from "../../recording-stories/index.js";
import type { Recording } from "../../recordings/index.js";
import type { RecordingsKeeper } from "../../recordings-keeper/index.js";
import { recordingAccess } from "./recording-access.js";
import { type RecordingsDependencies, recordingV2 } from "./recordings.js";
import type { Handlers } from "./routes.js";

export interface RecordingDetailsDependencies extends RecordingsDependencies {
  readonly stories: Pick<RecordingStories, "read">;
  readonly formatsFor: RecordingsKeeper["formatsFor"];
}

/** The story of a recording, for whoever may read it. */
export function recordingDetailsHandlers(rooms: RecordingDetailsDependencies): Handlers {
  const access = recordingAccess(rooms.recordings, rooms.contexts);
  return {
    "recordings.details": async ({ account, params }) => {
      const recording = await access.readable(account, params.file);
      const deletable = access.may(account, "recordings.delete", recording);
      const story = await rooms.stories.read(recording.file);
      return {
        ...recordingV2(recording, deletable),
        ...(deletable ? { formats: [...(await rooms.formatsFor(recording))] } : {}),
        ...storyV2(story, recording),
      };
    },
  };
}

type Told = Pick<RecordingDetailsV2, "pauses" | "attendance"> & Partial<RecordingDetailsV2>;

/** What only the story knows; without one there is nobody and no pause to tell of. */
function storyV2(story: Story | undefined, { status }: Recording): Told {
  if (!story) return { pauses: [], attendance: [] };
  const { conference, endedAt, ending, stoppedBy, convertedFrom } = story;
  const over = status === "finished";
  return {
    conferenceId: conference.uuid,
    ...(conference.number === undefined ? {} : { number: conference.number }),
    ...(over && endedAt !== undefined ? { endedAt: iso(endedAt) } : {}),
    ...(over && ending !== undefined ? { ending } : {}),
    ...(over && stoppedBy !== undefined ? { stoppedBy } : {}),
    ...(convertedFrom === undefined ? {} : { convertedFrom }),
    pauses: story.pauses.map(({ from, to, ...by }) => ({
      from: iso(from),
      ...until("to", to),
      ...by,
    })),
    attendance: story.attendance.map(({ number, name, moderator, joinedAt, leftAt }) => ({
      number,
      name,
      moderator,
      joinedAt: iso(joinedAt),
      ...until("leftAt", leftAt),
    })),
  };
}

const iso = (at: number): string => new Date(at).toISOString();
const until = <Key extends string>(key: Key, at: number | undefined) =>
  (at === undefined ? {} : { [key]: iso(at) }) as { [Each in Key]?: string };
