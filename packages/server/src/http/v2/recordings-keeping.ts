import type { RecordingsStorageV2 } from "@parley/protocol";
import type { RecordingsKeeper, RecordingsStorage } from "../../recordings-keeper/index.js";
import { ProblemError } from "./problem.js";
import { recordingAccess } from "./recording-access.js";
import { type RecordingsDependencies, recordingV2 } from "./recordings.js";
import type { Handlers } from "./routes.js";

export interface RecordingsKeepingDependencies extends RecordingsDependencies {
  readonly keeper: Pick<RecordingsKeeper, "storage" | "convert">;
}

/** The room recordings take, and their other formats. */
export function recordingsKeepingHandlers({
  recordings,
  contexts,
  keeper,
}: RecordingsKeepingDependencies): Handlers {
  const access = recordingAccess(recordings, contexts);
  return {
    "recordings.storage": async () => storageV2(await keeper.storage()),
    "recordings.convert": async ({ account, params, body, request }) => {
      const recording = await access.readable(account, params.file);
      // The recording as the switch wrote it is gone afterwards.
      if (!access.may(account, "recordings.delete", recording))
        throw new ProblemError("forbidden", "you may not convert this recording");
      const file = await keeper.convert(recording.file, body.format);
      request.log.info({ user: account.user.id, file: recording.file, to: file }, "converted");
      return recordingV2(await recordings.find(file), true);
    },
  };
}

/** The one constructor of what v2 tells of the room. */
function storageV2(storage: RecordingsStorage): RecordingsStorageV2 {
  const { folder, recordings, size, space, full, formats, rules } = storage;
  const { maxAgeDays, maxSize, minFree, convertTo } = rules;
  return {
    folder,
    recordings,
    size,
    ...space,
    rules: {
      minFree,
      ...(maxAgeDays === undefined ? {} : { maxAgeDays }),
      ...(maxSize === undefined ? {} : { maxSize }),
      ...(convertTo === undefined ? {} : { convertTo }),
    },
    full,
    formats: [...formats],
  };
}
