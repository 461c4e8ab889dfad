import type { RecordingFormat } from "@parley/protocol";
import { ConversionFailedError } from "./errors.js";

interface Waiting {
  readonly file: string;
  readonly format: RecordingFormat;
  readonly resolve: (name: string) => void;
  readonly reject: (error: unknown) => void;
}

/** Conversions one after the other; what somebody asked for goes before what the rules ask. */
export class ConversionQueue {
  readonly #convert: (
    file: string,
    format: RecordingFormat,
    signal: AbortSignal,
  ) => Promise<string>;
  readonly #stop = new AbortController();
  readonly #asked: Waiting[] = [];
  readonly #byRule: Waiting[] = [];
  readonly #promises = new Map<string, Promise<string>>();
  #atWork: Waiting | undefined;
  #idle: Promise<void> = Promise.resolve();

  constructor(
    convert: (file: string, format: RecordingFormat, signal: AbortSignal) => Promise<string>,
  ) {
    this.#convert = convert;
  }

  /** Waiting and at work. */
  get files(): ReadonlySet<string> {
    return new Set([...this.#promises.keys()].map((key) => key.slice(key.indexOf("/") + 1)));
  }

  /** The file that is being read at this moment. */
  get atWork(): string | undefined {
    return this.#atWork?.file;
  }

  /** Who asks for what is waiting already gets the same answer. */
  add(file: string, format: RecordingFormat, by: "person" | "rule"): Promise<string> {
    const key = `${format}/${file}`;
    const known = this.#promises.get(key);
    if (known) return known;
    const promise = new Promise<string>((resolve, reject) => {
      (by === "person" ? this.#asked : this.#byRule).push({ file, format, resolve, reject });
    }).finally(() => this.#promises.delete(key));
    this.#promises.set(key, promise);
    if (!this.#atWork) this.#idle = this.#run();
    return promise;
  }

  /** Ends the one at work; those that wait are refused. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#idle;
  }

  async #run(): Promise<void> {
    for (let next = this.#next(); next; next = this.#next()) {
      this.#atWork = next;
      const { file, format, resolve, reject } = next;
      if (this.#stop.signal.aborted) reject(new ConversionFailedError(file, "the server stops"));
      else await this.#convert(file, format, this.#stop.signal).then(resolve, reject);
    }
    this.#atWork = undefined;
  }

  #next(): Waiting | undefined {
    return this.#asked.shift() ?? this.#byRule.shift();
  }
}
