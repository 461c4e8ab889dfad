import type { Sessions } from "../accounts/index.js";
import type { ContextTable } from "../config/index.js";
import type { ClientLimits, FeedLogger } from "../feed/index.js";
import type { LiveCommands } from "../live-commands/index.js";
import type { LiveNotes } from "../live-notes/index.js";
import type { LiveStateRoom } from "../live-state/index.js";
import type { RecordingStories } from "../recording-stories/index.js";
import type { User, XmlState } from "../xml-state/index.js";

/** What the feed of v2 needs of the other rooms. */
export interface FeedV2Dependencies {
  readonly live: Pick<LiveStateRoom, "current" | "on" | "off">;
  readonly notes: LiveNotes;
  readonly stories: Pick<RecordingStories, "live" | "on" | "off">;
  readonly commands: LiveCommands;
  readonly xmlState: {
    readonly current: XmlState;
    on(event: "changed", listener: (state: XmlState) => void): unknown;
    off(event: "changed", listener: (state: XmlState) => void): unknown;
  };
  readonly switch: {
    readonly connected: boolean;
    on(event: "up", listener: () => void): unknown;
    on(event: "down", listener: (error: Error) => void): unknown;
    off(event: "up", listener: () => void): unknown;
    off(event: "down", listener: (error: Error) => void): unknown;
  };
  readonly contexts: ContextTable;
  readonly sessions: Sessions<User>;
  readonly limits?: Partial<ClientLimits>;
  readonly logger?: FeedLogger;
}
