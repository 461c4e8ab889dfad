import { may } from "@parley/protocol";
import type { Account } from "../../accounts/index.js";
import { type ContextTable, roleOfContext } from "../../config/index.js";
import type { Recording, Recordings } from "../../recordings/index.js";
import type { User } from "../../xml-state/index.js";
import { ProblemError } from "./problem.js";

export interface RecordingAccess {
  may(
    account: Account<User>,
    permission: "recordings.read" | "recordings.delete",
    recording: Recording,
  ): boolean;
  /** Whoever may not read it is not told whether it is there. */
  readable(account: Account<User>, file: string): Promise<Recording>;
}

/** Who may do what with which recording: its conference's context decides. */
export function recordingAccess(
  recordings: Pick<Recordings, "find">,
  contexts: ContextTable,
): RecordingAccess {
  const mayDo: RecordingAccess["may"] = ({ role }, permission, { conference }) =>
    may(role, permission, conference && roleOfContext(contexts, conference.context));
  return {
    may: mayDo,
    readable: async (account, file) => {
      const recording = await recordings.find(file);
      if (mayDo(account, "recordings.read", recording)) return recording;
      throw new ProblemError("not found", `no recording ${JSON.stringify(file)}`, "file");
    },
  };
}
