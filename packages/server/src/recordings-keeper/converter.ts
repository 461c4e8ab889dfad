import type { RecordingFormat } from "@parley/protocol";
import type { Recording } from "../recordings/index.js";
import { convertRecording } from "./conversion.js";
import { ConversionQueue } from "./conversion-queue.js";
import { ConversionFailedError, ConversionOffError, ConversionRefusedError } from "./errors.js";
import { type FfmpegError, formatsOf } from "./ffmpeg.js";
import { hasCode } from "./files.js";
import type { RecordingsKeeperOptions } from "./keeper.js";
import { finishLeftovers } from "./leftovers.js";
import type { Space } from "./space.js";

export interface ConverterOptions
  extends Pick<
    RecordingsKeeperOptions,
    "rules" | "recordings" | "live" | "folder" | "logger" | "now" | "stories" | "ffmpeg"
  > {
  readonly settleMs: number;
  readonly space: () => Promise<Space | undefined>;
}

/** Turns recordings into other formats, for people and by the rule. */
export class Converter {
  readonly #options: ConverterOptions;
  readonly #program: string;
  readonly #queue: ConversionQueue;
  /** Files that the rule has tried in vain, as they were then. */
  readonly #vain = new Map<string, number>();
  #formats: Promise<readonly RecordingFormat[]> | undefined;
  /** Until then nothing is begun: what a killed server left has the names we need. */
  #ready: Promise<void> | undefined;
  #closed = false;
  converted = 0;
  failed = 0;

  constructor(options: ConverterOptions) {
    this.#options = options;
    this.#program = options.ffmpeg ?? "ffmpeg";
    this.#queue = new ConversionQueue((...job) => this.#convert(...job));
  }

  get files(): ReadonlySet<string> {
    return this.#queue.files;
  }

  /** Looks which ffmpeg there is. */
  open(): void {
    void this.formats();
  }

  close(): Promise<void> {
    this.#closed = true;
    return this.#queue.close();
  }

  formats(): Promise<readonly RecordingFormat[]> {
    this.#formats ??= formatsOf(this.#program).catch((error: FfmpegError) => {
      this.#sayMissing(error);
      return [];
    });
    return this.#formats;
  }

  async formatsFor(recording: Recording): Promise<readonly RecordingFormat[]> {
    const { status, video, file, duration = 0 } = recording;
    const possible = status === "finished" && !video && /\.wav$/i.test(file) && duration > 0;
    return possible ? this.formats() : [];
  }

  async convert(file: string, format: RecordingFormat): Promise<string> {
    if (!(await this.formats()).includes(format)) throw new ConversionOffError(format);
    return this.#queue.add(file, format, "person");
  }

  /** Lets everything wait in line that the rule wants converted; never rejects. */
  async addByRule(): Promise<void> {
    const { rules, live, recordings, folder, logger } = this.#options;
    try {
      await this.#finishLeftovers();
      const { convertTo } = rules;
      if (convertTo === undefined || !live.synced || folder() === "") return;
      if (!(await this.formats()).includes(convertTo)) return;
      for (const each of (await recordings.list()).reverse())
        if (await this.#isDue(each)) void this.#addByRule(each, convertTo);
    } catch (err) {
      logger.warn({ err }, "recordings could not be looked through for conversion");
    }
  }

  async #isDue(recording: Recording): Promise<boolean> {
    const { file, modifiedAt } = recording;
    const { settleMs, now = Date.now } = this.#options;
    const still = Math.abs(now() - modifiedAt) >= settleMs;
    if (!still || this.#vain.get(file) === modifiedAt) return false;
    return (await this.formatsFor(recording)).length > 0;
  }

  async #addByRule({ file, modifiedAt }: Recording, format: RecordingFormat): Promise<void> {
    try {
      await this.#queue.add(file, format, "rule");
    } catch (err) {
      if (this.#closed) return;
      this.#vain.set(file, modifiedAt);
      this.#options.logger.warn({ file, format, err }, "a recording stays as it is");
    }
  }

  async #convert(file: string, format: RecordingFormat, signal: AbortSignal): Promise<string> {
    const { folder, recordings, stories, space, live, logger } = this.#options;
    await this.#finishLeftovers();
    if (!live.synced)
      throw new ConversionRefusedError(file, "the switch cannot tell whether it is being recorded");
    try {
      const options = { folder: folder(), recordings, stories, space, signal };
      const to = await convertRecording({ ...options, ffmpeg: this.#program }, file, format);
      this.converted += 1;
      logger.info({ file, to }, `converted ${file}`);
      return to;
    } catch (error) {
      if (error instanceof ConversionFailedError && !this.#closed) this.failed += 1;
      throw error;
    }
  }

  /** Once, as soon as the folder is known. */
  #finishLeftovers(): Promise<void> {
    const { folder, stories, logger } = this.#options;
    if (folder() === "") return Promise.resolve();
    this.#ready ??= finishLeftovers(folder(), stories).then(
      (found) => {
        if (found.finished.length + found.removed.length > 0)
          logger.warn({ ...found }, "looked after interrupted conversions");
      },
      (err: unknown) => {
        // A folder that the switch has not made yet holds nothing; one on another machine is none of ours.
        if (!hasCode(err, "ENOENT"))
          logger.warn({ err }, "interrupted conversions could not be looked after");
      },
    );
    return this.#ready;
  }

  #sayMissing(error: FfmpegError): void {
    const { ffmpeg, rules, logger } = this.#options;
    const wanted = ffmpeg !== undefined || rules.convertTo !== undefined;
    const facts = { program: this.#program, error: error.message };
    if (wanted) logger.warn(facts, "no ffmpeg that runs: recordings stay as they are");
  }
}
