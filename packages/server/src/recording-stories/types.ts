import type {
  RecordingActor,
  RecordingAlarm,
  RecordingEnding,
  RecordingTrouble,
} from "@parley/protocol";
import type { LiveNotes } from "../live-notes/index.js";
import type {
  LiveConference,
  LiveMember,
  LiveStateRoom,
  RecordingRequest,
} from "../live-state/index.js";
import type { GrowthRules } from "./growth.js";
import type { Story, StoryConference } from "./story.js";
import type { StorySummary } from "./summary.js";

/** What a recording under way is shown with; empty for one of which nothing is known (yet). */
export interface LiveStory {
  /** Milliseconds since the epoch. */
  readonly startedAt?: number;
  readonly startedBy?: RecordingActor;
  readonly trouble?: RecordingTrouble;
}

export interface RecordingStoriesEvents {
  /** A recording under way is shown in another way now. */
  changed: [conference: LiveConference, path: string];
  /** Somebody ought to know; `file` is the recording's name. */
  alarm: [conference: LiveConference, file: string, alarm: RecordingAlarm];
}

/**
 * The stories of all recordings: those under way, followed from live state and written beside their files, and those
 * that have ended. `file` is always a name directly below the recordings' folder.
 */
export interface RecordingStories {
  /** Of a recording under way, by the path the switch was given. */
  live(conference: Pick<LiveConference, "key">, path: string): LiveStory;
  /** The story of a recording, under way or finished; undefined without a side file that can be believed. */
  read(file: string): Promise<Story | undefined>;
  /** The same in short, for lists: kept as long as the side file stays as it is. */
  summary(file: string): Promise<StorySummary | undefined>;
  /** To be told before the command is sent; what is returned takes it back when the command fails. */
  asked(request: RecordingRequest): () => void;
  /**
   * Tells how a running recording is about to end, before it is stopped; its next stop is told so. Clients hear of
   * `diskFull` by an alarm from here. Nothing happens where no such recording is running, or it goes on for long.
   */
  expectEnding(file: string, ending: RecordingEnding, by: RecordingActor): void;
  /**
   * A finished recording has taken another name (and format): its story follows. Without a story nothing is done.
   * Rejects with the system's error; then the old side file is still there.
   */
  moveStory(from: string, to: string): Promise<void>;
  /** The recording has been removed: its side file goes too, whatever it holds. Never rejects. */
  removeStory(file: string): Promise<void>;
  /** The recordings' folder may be another one, or has become known. */
  folderChanged(): void;
  on<K extends keyof RecordingStoriesEvents>(
    event: K,
    listener: (...args: RecordingStoriesEvents[K]) => void,
  ): void;
  off<K extends keyof RecordingStoriesEvents>(
    event: K,
    listener: (...args: RecordingStoriesEvents[K]) => void,
  ): void;
  /** Writes what is waiting; recordings go on without us. */
  close(): Promise<void>;
}

export interface StoriesLogger {
  info(data: Record<string, unknown>, message: string): void;
  warn(data: Record<string, unknown>, message: string): void;
}

export interface RecordingStoriesOptions {
  readonly live: Pick<LiveStateRoom, "current" | "synced" | "on" | "off">;
  readonly notes: Pick<LiveNotes, "on" | "off">;
  /** Of the switch; stories of other nodes are left alone. */
  readonly node: string;
  /** The folder of the recordings; empty while it is not known. */
  readonly folder: () => string;
  /** What the configuration says of a live conference now. */
  readonly describe: (
    conference: LiveConference,
  ) => Omit<StoryConference, "uuid" | "node" | "name">;
  /** The name under which everybody sees a member. */
  readonly nameOf: (conference: LiveConference, member: LiveMember) => string;
  readonly logger: StoriesLogger;
  readonly now?: () => number;
  /** When a file counts as not growing. */
  readonly growth?: Partial<GrowthRules>;
  /** Least time between two writes of one story; 1 s unless told. */
  readonly writeEveryMs?: number;
}
