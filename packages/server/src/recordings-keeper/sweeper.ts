import { RecordingBusyError, RecordingNotFoundError } from "../recordings/index.js";
import { ClockWatch } from "./clock-watch.js";
import type { RecordingsKeeperOptions } from "./keeper.js";
import { type Removal, removalsFor } from "./retention.js";
import { sizeText } from "./space.js";

export interface SweeperOptions
  extends Pick<
    RecordingsKeeperOptions,
    "rules" | "recordings" | "live" | "folder" | "logger" | "now"
  > {
  /** Files that are waiting to be converted or just are. */
  readonly busy: () => ReadonlySet<string>;
}

/** Removes what the rules do not keep. */
export class Sweeper {
  readonly #options: SweeperOptions;
  readonly #clock: ClockWatch;
  /** What could not be removed, to say so once. */
  readonly #stuck = new Set<string>();
  #running: Promise<void> | undefined;
  removed = 0;
  removedBytes = 0;

  constructor(options: SweeperOptions) {
    this.#options = options;
    this.#clock = new ClockWatch({
      now: options.now ?? Date.now,
      elapsed: () => performance.now(),
    });
  }

  /** One round; never rejects. Who asks meanwhile gets the same round. */
  sweep(): Promise<void> {
    this.#running ??= this.#sweep()
      .catch((err: unknown) =>
        this.#options.logger.warn({ err }, "recordings could not be kept to the rules"),
      )
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  async #sweep(): Promise<void> {
    const { rules, live, recordings, folder, now = Date.now, busy } = this.#options;
    const clockTrusted = this.#clock.trusted();
    if (rules.maxAgeDays === undefined && rules.maxSize === undefined) return;
    // What is being recorded looks finished as long as the switch has not been asked.
    if (!live.synced || folder() === "") return;
    const files = await recordings.list();
    const facts = { now: now(), clockTrusted, busy: busy() };
    for (const removal of removalsFor(files, rules, facts)) await this.#remove(removal);
  }

  async #remove({ file, size, why, ageDays }: Removal): Promise<void> {
    const { recordings, logger } = this.#options;
    try {
      await recordings.remove(file);
      this.removed += 1;
      this.removedBytes += size;
      const reason =
        why === "age" ? `${Math.floor(ageDays)} days old` : "all together are too much";
      logger.info({ file, why, size, ageDays }, `removed ${file} (${sizeText(size)}): ${reason}`);
    } catch (err) {
      const gone = err instanceof RecordingNotFoundError || err instanceof RecordingBusyError;
      if (gone || this.#stuck.has(file)) return;
      this.#stuck.add(file);
      logger.warn({ file, why, err }, "a recording could not be removed");
    }
  }
}
