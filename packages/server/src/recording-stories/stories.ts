import type {
  RecordingActor,
  RecordingAlarm,
  RecordingEnding,
  RecordingTrouble,
} from "@parley/protocol";
import type { LiveConference, LiveMember, LiveStateRoom } from "../live-state/index.js";
import type { Story, StoryConference } from "./story.js";

/** What a recording under way is shown with; empty for one of which nothing is known (yet). */
export interface LiveStory {
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

/** Somebody's wish about recordings that is on its way to the switch. */
export interface RecordingRequest {
  readonly wish: "start" | "pause" | "resume" | "stop";
  /** As the switch is given them. */
  readonly paths: readonly string[];
  readonly by: RecordingActor;
}

/**
 * The stories of all recordings: those under way, followed from live state and written beside their files, and those
 * that have ended. `file` is always a name directly below the recordings' folder.
 */
export interface RecordingStories {
  /** By the path the switch was given. */
  live(path: string): LiveStory;
  /** The story of a recording, under way or finished; undefined without a side file that can be believed. */
  read(file: string): Promise<Story | undefined>;
  /** To be told before the command is sent; what is returned takes it back when the command fails. */
  asked(request: RecordingRequest): () => void;
  /**
   * Tells how a running recording is about to end, before it is stopped; its next stop is told so. Clients hear of
   * `diskFull` by an alarm from here. Nothing happens where no such recording is running, or it goes on for long.
   */
  expectEnding(file: string, ending: RecordingEnding, by: RecordingActor): void;
  /** A finished recording has taken another name (and format): its story follows. Without a story nothing is done. */
  moveStory(from: string, to: string): Promise<void>;
  /** The recording has been removed: its side file goes too, whatever it holds. */
  removeStory(file: string): Promise<void>;
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
  warn(data: Record<string, unknown>, message: string): void;
}

export interface RecordingStoriesOptions {
  readonly live: Pick<LiveStateRoom, "current" | "synced" | "on" | "off">;
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
}

export function createRecordingStories(_options: RecordingStoriesOptions): RecordingStories {
  throw new Error("not built yet");
}
