import { type GrowthRules, growthFrom, isStill, look } from "./growth.js";
import type { OpenStories, OpenStory } from "./open-stories.js";
import type { SideFiles } from "./side-files.js";
import { openProblem } from "./tell.js";

export interface GrowthWatchOptions {
  readonly open: OpenStories;
  readonly files: Pick<SideFiles, "recording" | "reachable">;
  /** The name of a recording in our folder; undefined for one elsewhere, of which nothing is claimed. */
  readonly fileOf: (path: string) => string | undefined;
  readonly rules: GrowthRules;
  readonly now: () => number;
  readonly tell: (open: OpenStory, type: "stalled" | "grew", at: number) => void;
}

/** Looks at the files of running recordings, for as long as there are any. */
export class GrowthWatch {
  readonly #options: GrowthWatchOptions;
  #timer: NodeJS.Timeout | undefined;
  #looking = false;

  constructor(options: GrowthWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#lookAtAll(), this.#options.rules.everyMs).unref();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #lookAtAll(): Promise<void> {
    const { open, files } = this.#options;
    if (open.empty) this.close();
    if (open.empty || this.#looking) return;
    this.#looking = true;
    const reachable = await files.reachable();
    for (const each of [...open])
      if (reachable) await this.#lookAt(each);
      else each.growth = growthFrom(this.#options.now(), each.growth.size);
    this.#looking = false;
  }

  async #lookAt(open: OpenStory): Promise<void> {
    const { files, fileOf, rules, tell, now } = this.#options;
    const file = fileOf(open.path);
    if (file === undefined || open.reading || open.status === "paused") return;
    const facts = await files.recording(file);
    // It may have been paused, or have ended, while the disk was asked.
    if (!this.#options.open.has(open) || open.status !== "running") return;
    const before = open.growth;
    open.growth = look(before, facts?.size, now(), rules);
    if (isStill(open.growth, file, rules)) tell(open, "stalled", now() - open.growth.stillMs);
    else if (open.growth.size > before.size && openProblem(open.story)) tell(open, "grew", now());
  }
}
