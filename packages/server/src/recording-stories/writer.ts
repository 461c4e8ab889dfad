import type { SideFiles } from "./side-files.js";
import type { Story } from "./story.js";

export interface WriterOptions {
  readonly files: Pick<SideFiles, "write">;
  /** A story is written no more often than this, in milliseconds, but for its beginning and its end. */
  readonly everyMs: number;
  /** Told once of a series of failures. */
  readonly onFailure: (file: string, error: unknown) => void;
}

/** Failed writes are tried again after 1 s, 2 s … at most this. */
const MOST_WAIT_MS = 60_000;
/** After so many tries in a row a story is given up until it changes. */
const MOST_TRIES = 30;

interface Desk {
  story: Story;
  /** The newest of it is not on disk. */
  dirty: boolean;
  /** It has to survive a power failure. */
  sync: boolean;
  timer: NodeJS.Timeout | undefined;
  /** When `timer` goes off. */
  due: number;
  running: Promise<void> | undefined;
  wroteAt: number;
  tries: number;
}

/** Writes stories down, one after the other for each recording, the newest only; failures harm nothing. */
export class StoryWriter {
  readonly #options: WriterOptions;
  readonly #desks = new Map<string, Desk>();
  #failing = false;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** `atOnce`: a beginning or an end, which has to survive a power failure too. */
  write(story: Story, atOnce: boolean): void {
    const desk = this.#desk(story);
    desk.story = story;
    desk.dirty = true;
    desk.tries = 0;
    if (atOnce) desk.sync = true;
    this.#schedule(desk, atOnce ? 0 : this.#waitOf(desk));
  }

  /** The newest of a story of which something may not be on disk yet. */
  newest(file: string): Story | undefined {
    return this.#desks.get(file)?.story;
  }

  /** Nothing more is written of it; resolves when nothing is being written. */
  async drop(file: string): Promise<void> {
    const desk = this.#desks.get(file);
    if (!desk) return;
    desk.dirty = false;
    clearTimeout(desk.timer);
    this.#desks.delete(file);
    await desk.running;
  }

  /** Has everything written now; resolves when it is, or has failed. */
  async flush(): Promise<void> {
    await Promise.all(
      [...this.#desks.values()].map(async (desk) => {
        await desk.running;
        clearTimeout(desk.timer);
        if (desk.dirty) await this.#work(desk);
        clearTimeout(desk.timer);
      }),
    );
  }

  #desk(story: Story): Desk {
    const known = this.#desks.get(story.file);
    if (known) return known;
    const idle = { timer: undefined, due: 0, running: undefined, wroteAt: 0, tries: 0 };
    const desk: Desk = { story, dirty: false, sync: false, ...idle };
    this.#desks.set(story.file, desk);
    return desk;
  }

  #waitOf({ wroteAt }: Desk): number {
    return Math.max(0, wroteAt + this.#options.everyMs - Date.now());
  }

  #schedule(desk: Desk, waitMs: number): void {
    if (desk.running) return;
    const due = Date.now() + waitMs;
    if (desk.timer && desk.due <= due) return;
    clearTimeout(desk.timer);
    desk.due = due;
    desk.timer = setTimeout(() => void this.#work(desk), waitMs).unref();
  }

  #work(desk: Desk): Promise<void> {
    desk.timer = undefined;
    desk.running ??= this.#writeOnce(desk).finally(() => {
      desk.running = undefined;
      this.#goOn(desk);
    });
    return desk.running;
  }

  async #writeOnce(desk: Desk): Promise<void> {
    const { story, sync } = desk;
    desk.dirty = false;
    desk.sync = false;
    try {
      await this.#options.files.write(story, { sync });
      desk.wroteAt = Date.now();
      desk.tries = 0;
      this.#failing = false;
    } catch (error) {
      desk.tries += 1;
      desk.sync ||= sync;
      if (this.#desks.get(story.file) === desk) desk.dirty = true;
      if (!this.#failing) this.#options.onFailure(story.file, error);
      this.#failing = true;
    }
  }

  #goOn(desk: Desk): void {
    if (this.#desks.get(desk.story.file) !== desk) return;
    if (desk.dirty && desk.tries < MOST_TRIES) {
      const retryMs = desk.tries === 0 ? 0 : Math.min(MOST_WAIT_MS, 500 * 2 ** desk.tries);
      this.#schedule(
        desk,
        desk.sync && desk.tries === 0 ? 0 : Math.max(retryMs, this.#waitOf(desk)),
      );
    } else if (desk.story.endedAt !== undefined) this.#desks.delete(desk.story.file);
  }
}
