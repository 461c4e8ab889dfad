import type { RecordingFormat } from "@parley/protocol";
import type { LiveStateRoom } from "../live-state/index.js";
import type { Logger } from "../logging/index.js";
import type { RecordingStories } from "../recording-stories/index.js";
import type { Recordings } from "../recordings/index.js";
import type { ConferenceCommands } from "../switch/index.js";
import type { KeepRules } from "./rules.js";
import type { Space } from "./space.js";

export interface RecordingsKeeperOptions {
  readonly rules: KeepRules;
  /** Empty while it is not known: then nothing is done. */
  readonly folder: () => string;
  readonly recordings: Recordings;
  readonly live: Pick<LiveStateRoom, "current" | "synced" | "on" | "off">;
  readonly switch: { conference(name: string): Pick<ConferenceCommands, "stopRecording"> };
  readonly stories: Pick<RecordingStories, "expectEnding" | "moveStory">;
  /** The program; that on the PATH unless told. */
  readonly ffmpeg: string | undefined;
  readonly logger: Pick<Logger, "info" | "warn" | "error">;
  readonly now?: () => number;
  /** Asks the file system; rejects where the folder cannot be read. */
  readonly space?: (folder: string) => Promise<Space>;
  readonly timing?: Partial<KeeperTiming>;
}

/** Milliseconds. */
export interface KeeperTiming {
  /** Between looks at the room left while something is recorded. */
  readonly lookMs: number;
  /** The same while nothing is. */
  readonly idleLookMs: number;
  /** Between rounds of the rules. */
  readonly sweepMs: number;
  /** How long a file has to lie still before it is converted by itself. */
  readonly settleMs: number;
}

export interface RecordingsStorage {
  readonly folder: string;
  readonly recordings: number;
  /** Bytes of all recordings together. */
  readonly size: number;
  readonly space: Space | undefined;
  readonly rules: KeepRules;
  readonly full: boolean;
  readonly formats: readonly RecordingFormat[];
}

/** What has been counted since the start, and how things stand. */
export interface KeeperNumbers {
  /** Undefined where the folder cannot be read. */
  readonly freeBytes: number | undefined;
  readonly full: boolean;
  readonly removed: number;
  readonly removedBytes: number;
  /** Recordings stopped for want of room. */
  readonly stopped: number;
  readonly refused: number;
  readonly converted: number;
  readonly conversionsFailed: number;
}

/** Keeps recordings within their rules: removes what is too old or too much, guards the room left, converts. */
export interface RecordingsKeeper {
  readonly numbers: KeeperNumbers;
  /** Finishes or clears what a conversion left behind, then keeps to the rules until closed. */
  open(): void;
  /** Ends a conversion at work; its recording stays as it was. */
  close(): Promise<void>;
  /** Why nothing may be recorded now, for people; undefined where it may. Never rejects. */
  refusal(): Promise<string | undefined>;
  storage(): Promise<RecordingsStorage>;
  /**
   * Turns a finished recording into another format, after those that are waiting. Resolves with its new name; rejects
   * with RecordingNotFoundError, RecordingBusyError, ConversionOffError, ConversionRefusedError or
   * ConversionFailedError.
   */
  convert(file: string, format: RecordingFormat): Promise<string>;
}

export function createRecordingsKeeper(_options: RecordingsKeeperOptions): RecordingsKeeper {
  throw new Error("not built yet");
}
