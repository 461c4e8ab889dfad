import type { RecordingActor, RecordingEnding } from "@parley/protocol";
import type { RecordingReport } from "../live-state/index.js";

/** The conference as it was when the recording began. */
export interface StoryConference {
  readonly uuid: string;
  readonly node: string;
  readonly name: string;
  /** Number and context of the configured conference; absent for one that is not in the configuration. */
  readonly number?: string;
  readonly context?: string;
  readonly type: string;
}

/** Times are milliseconds since the epoch throughout. */
export interface StoryPause {
  readonly from: number;
  readonly to?: number;
  readonly pausedBy?: RecordingActor;
  readonly resumedBy?: RecordingActor;
}

/** One stay of somebody; who comes twice stays twice. */
export interface Stay {
  /** FreeSWITCH's Member-ID: the same for a channel that leaves and comes back. */
  readonly member: string;
  readonly number: string;
  readonly name: string;
  readonly moderator: boolean;
  readonly joinedAt: number;
  /** Absent while somebody is in it, and for whom nobody saw leave. */
  readonly leftAt?: number;
}

/** A time in which the file of a running recording did not grow. */
export interface StoryProblem {
  readonly kind: "notGrowing";
  readonly from: number;
  readonly to?: number;
}

/** Everything known of one recording, as its side file holds it. */
export interface Story {
  /** Its present name below the recordings' folder. */
  readonly file: string;
  /** The name it had before it was turned into another format. */
  readonly convertedFrom?: string;
  readonly conference: StoryConference;
  readonly startedAt: number;
  readonly startedBy: RecordingActor;
  readonly pauses: readonly StoryPause[];
  /** In the order of joining. */
  readonly attendance: readonly Stay[];
  readonly problems: readonly StoryProblem[];
  readonly endedAt?: number;
  readonly ending?: RecordingEnding;
  readonly stoppedBy?: RecordingActor;
  /** What the switch said when it closed the file. */
  readonly report?: RecordingReport;
}
