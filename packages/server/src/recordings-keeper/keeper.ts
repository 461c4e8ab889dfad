import type { RecordingFormat } from "@parley/protocol";
import type { LiveChange, LiveState, LiveStateRoom } from "../live-state/index.js";
import type { Logger } from "../logging/index.js";
import type { RecordingStories } from "../recording-stories/index.js";
import type { Recording, Recordings } from "../recordings/index.js";
import type { ConferenceCommands } from "../switch/index.js";
import { Converter } from "./converter.js";
import { SpaceGuard } from "./guard.js";
import type { KeepRules } from "./rules.js";
import type { Space } from "./space.js";
import { Sweeper } from "./sweeper.js";

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
  /** What this recording can be turned into here and now; empty for one that is running, or no WAV. */
  formatsFor(recording: Recording): Promise<readonly RecordingFormat[]>;
  /**
   * Turns a finished recording into another format, after those that are waiting. Resolves with its new name; rejects
   * with RecordingNotFoundError, RecordingBusyError, ConversionOffError, ConversionRefusedError or
   * ConversionFailedError.
   */
  convert(file: string, format: RecordingFormat): Promise<string>;
}

export function createRecordingsKeeper(options: RecordingsKeeperOptions): RecordingsKeeper {
  return new Keeper(options);
}

const DEFAULT_TIMING: KeeperTiming = {
  lookMs: 3000,
  idleLookMs: 60_000,
  sweepMs: 600_000,
  settleMs: 5000,
};

class Keeper implements RecordingsKeeper {
  readonly #options: RecordingsKeeperOptions;
  readonly #timing: KeeperTiming;
  readonly #guard: SpaceGuard;
  readonly #sweeper: Sweeper;
  readonly #converter: Converter;
  readonly #timers: NodeJS.Timeout[] = [];
  #settling: NodeJS.Timeout | undefined;
  #lastLook = Number.NEGATIVE_INFINITY;

  constructor(options: RecordingsKeeperOptions) {
    const { rules, live } = options;
    this.#options = options;
    this.#timing = { ...DEFAULT_TIMING, ...options.timing };
    this.#converter = new Converter({
      ...options,
      settleMs: this.#timing.settleMs,
      space: async () => this.#guard.space,
    });
    this.#sweeper = new Sweeper({ ...options, busy: () => this.#converter.files });
    this.#guard = new SpaceGuard({
      ...options,
      minFree: rules.minFree,
      needed: () => isRecording(live.current) || hasRules(rules),
      makeRoom: () => this.#sweeper.sweep(),
    });
  }

  get numbers(): KeeperNumbers {
    const { space, full, stopped, refused } = this.#guard;
    const { removed, removedBytes } = this.#sweeper;
    const { converted, failed: conversionsFailed } = this.#converter;
    const counts = { removed, removedBytes, stopped, refused, converted, conversionsFailed };
    return { freeBytes: space?.free, full, ...counts };
  }

  open(): void {
    const { live } = this.#options;
    live.on("synced", this.#onSynced);
    live.on("change", this.#onChange);
    this.#timers.push(
      setInterval(() => this.#tick(), this.#timing.lookMs).unref(),
      setInterval(() => void this.#round(), this.#timing.sweepMs).unref(),
    );
    this.#converter.open();
    if (live.synced) this.#onSynced();
  }

  async close(): Promise<void> {
    const { live } = this.#options;
    live.off("synced", this.#onSynced);
    live.off("change", this.#onChange);
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#settling);
    await this.#converter.close();
  }

  refusal(): Promise<string | undefined> {
    return this.#guard.refusal();
  }

  async storage(): Promise<RecordingsStorage> {
    await this.#guard.look();
    const { space, full } = this.#guard;
    const listed = await this.#options.recordings.list();
    return {
      folder: this.#options.folder(),
      recordings: listed.length,
      size: listed.reduce((sum, { size }) => sum + size, 0),
      space,
      rules: this.#options.rules,
      full,
      formats: await this.#converter.formats(),
    };
  }

  formatsFor(recording: Recording): Promise<readonly RecordingFormat[]> {
    return this.#converter.formatsFor(recording);
  }

  convert(file: string, format: RecordingFormat): Promise<string> {
    return this.#converter.convert(file, format);
  }

  /** The first of them tells what is being recorded: before, everything would look finished. */
  readonly #onSynced = (): void => {
    this.#options.live.off("synced", this.#onSynced);
    this.#tick();
    void this.#round();
  };

  readonly #onChange = (change: LiveChange): void => {
    const ended = change.type === "recordingStopped" || change.type === "conferenceEnded";
    if (!ended || this.#settling) return;
    // A little more than it takes until the file that has just been closed may be touched.
    this.#settling = setTimeout(() => {
      this.#settling = undefined;
      void this.#round();
    }, this.#timing.settleMs * 1.2).unref();
  };

  #tick(): void {
    const now = performance.now();
    const { lookMs, idleLookMs } = this.#timing;
    const due = isRecording(this.#options.live.current) ? 0 : idleLookMs - lookMs / 2;
    if (now - this.#lastLook < due) return;
    this.#lastLook = now;
    void this.#guard.look();
  }

  /** All rules once; never rejects. */
  async #round(): Promise<void> {
    await this.#sweeper.sweep();
    await this.#converter.addByRule();
  }
}

function isRecording({ conferences }: LiveState): boolean {
  for (const { recordings } of conferences.values()) if (recordings.size > 0) return true;
  return false;
}

function hasRules({ maxAgeDays, maxSize, convertTo }: KeepRules): boolean {
  return maxAgeDays !== undefined || maxSize !== undefined || convertTo !== undefined;
}
