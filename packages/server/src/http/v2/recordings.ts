import type { RecordingV2 } from "@parley/protocol";
import type { ContextTable } from "../../config/index.js";
import type { Recording, Recordings } from "../../recordings/index.js";
import { attachment, sendOpened } from "../send-file.js";
import { matchesSearch, pageOf } from "./lists.js";
import { ProblemError } from "./problem.js";
import { recordingAccess } from "./recording-access.js";
import type { Handlers } from "./routes.js";

export interface RecordingsDependencies {
  readonly recordings: Recordings;
  readonly contexts: ContextTable;
}

/** Recordings, of the conferences whose recordings somebody may read. */
export function recordingsHandlers({ recordings, contexts }: RecordingsDependencies): Handlers {
  const { may: mayDo, readable } = recordingAccess(recordings, contexts);
  return {
    "recordings.list": async ({ account, query }) => {
      const [from, to] = [Date.parse(query.from ?? ""), Date.parse(query.to ?? "")];
      const all = (await recordings.list()).filter(
        (each) =>
          mayDo(account, "recordings.read", each) &&
          matchesSearch(query.search, each.file, each.conference?.name ?? "") &&
          (query.conference === undefined || query.conference === each.conference?.name) &&
          !(each.startedAt < from) &&
          !(each.startedAt > to),
      );
      const shown = all.map((each) => recordingV2(each, mayDo(account, "recordings.delete", each)));
      return pageOf(shown, query);
    },
    "recordings.read": async ({ account, params, request, reply }) => {
      const { file } = await readable(account, params.file);
      const { download } = request.query as { readonly download?: string };
      if (download !== undefined) reply.header("content-disposition", attachment(file));
      return sendOpened(request, reply, file, await recordings.open(file));
    },
    "recordings.remove": async ({ account, params }) => {
      const recording = await readable(account, params.file);
      if (!mayDo(account, "recordings.delete", recording))
        throw new ProblemError("forbidden", "you may not delete this recording");
      await recordings.remove(recording.file);
      return undefined;
    },
  };
}

/** The one constructor of v2 recordings. */
export function recordingV2(recording: Recording, deletable: boolean): RecordingV2 {
  const { file, conference, size, startedAt, duration, video, status, story } = recording;
  return {
    file,
    ...(conference ? { conference: conference.name, context: conference.context } : {}),
    size,
    startedAt: new Date(startedAt).toISOString(),
    ...(duration === undefined ? {} : { duration }),
    kind: video ? "video" : "audio",
    status,
    deletable: deletable && status === "finished",
    ...(story ? { startedBy: story.startedBy, members: story.members } : {}),
    ...(story?.trouble === undefined ? {} : { trouble: story.trouble }),
  };
}
