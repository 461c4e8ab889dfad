import type { RecordingActor, RecordingTrouble } from "@parley/protocol";
import type { SideFiles } from "./side-files.js";
import type { Story, StoryConference } from "./story.js";
import { openProblem, peopleIn } from "./tell.js";

/** What a list of recordings shows of a story. */
export interface StorySummary {
  readonly conference: StoryConference;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly startedBy: RecordingActor;
  /** How many different people have been in it. */
  readonly members: number;
  readonly trouble?: RecordingTrouble;
}

export function summaryOf(story: Story): StorySummary {
  const { conference, startedAt, startedBy } = story;
  const trouble = troubleOf(story);
  return {
    conference,
    startedAt,
    startedBy,
    members: peopleIn(story),
    ...(trouble === undefined ? {} : { trouble }),
  };
}

/** What is wrong with it, or was when it ended. */
export function troubleOf(story: Story): RecordingTrouble | undefined {
  return story.ending === "diskFull" ? "diskFull" : openProblem(story)?.kind;
}

/** Summaries of what lies on disk, read again only when a side file has changed. */
export class Summaries {
  readonly #files: Pick<SideFiles, "read" | "version">;
  readonly #known = new Map<string, { version: string; summary: StorySummary | undefined }>();

  constructor(files: Pick<SideFiles, "read" | "version">) {
    this.#files = files;
  }

  async of(file: string): Promise<StorySummary | undefined> {
    const version = await this.#files.version(file);
    if (version === undefined) {
      this.#known.delete(file);
      return undefined;
    }
    const known = this.#known.get(file);
    if (known?.version === version) return known.summary;
    const story = await this.#files.read(file);
    const summary = story && summaryOf(story);
    this.#known.set(file, { version, summary });
    return summary;
  }

  forget(file: string): void {
    this.#known.delete(file);
  }
}
