import type { RecordingActor, RecordingEnding } from "@parley/protocol";
import type { LiveConference } from "../live-state/index.js";
import { type Growth, growthFrom } from "./growth.js";
import type { Story } from "./story.js";
import { type Happening, tell } from "./tell.js";

/** How a recording is about to end, as somebody said before ending it. */
export interface ExpectedEnding {
  readonly ending: RecordingEnding;
  readonly by: RecordingActor;
  /** Forgotten after this moment. */
  readonly until: number;
}

export interface Opening {
  readonly conferenceKey: string;
  /** As the switch was given it. */
  readonly path: string;
  /** As far as it is known. */
  readonly story: Story;
  readonly status: "running" | "paused";
  /** What was written of it before is being read. */
  readonly reading: boolean;
  readonly now: number;
}

/** The story of a recording under way. */
export class OpenStory {
  readonly conferenceKey: string;
  readonly path: string;
  growth: Growth;
  expected: ExpectedEnding | undefined;
  #story: Story;
  #status: "running" | "paused";
  /** What has happened since it was found, while what was written of it before is being read. */
  #since: Happening[] | undefined;

  constructor({ conferenceKey, path, story, status, reading, now }: Opening) {
    this.conferenceKey = conferenceKey;
    this.path = path;
    this.#story = story;
    this.#status = status;
    this.#since = reading ? [] : undefined;
    this.growth = growthFrom(now);
  }

  get story(): Story {
    return this.#story;
  }

  get status(): "running" | "paused" {
    return this.#status;
  }

  get reading(): boolean {
    return this.#since !== undefined;
  }

  /** @returns whether the story is another one now. */
  tell(happening: Happening): boolean {
    this.#since?.push(happening);
    const before = this.#story;
    this.#story = tell(before, happening);
    return this.#story !== before;
  }

  /** Time in a pause is none in which the file would have to grow. */
  turn(status: "running" | "paused", now: number): void {
    if (status !== this.#status) this.growth = growthFrom(now, this.growth.size);
    this.#status = status;
  }

  /** Reading has come to its end: what was written before comes first, else the story begins where it was found. */
  goOn(written: Story | undefined, found: Happening): void {
    const since = this.#since ?? [];
    this.#since = undefined;
    const first = written ?? this.#story;
    this.#story = (written ? [found, ...since] : []).reduce(tell, first);
  }
}

/** The stories of all recordings under way, by conference and path. */
export class OpenStories {
  readonly #byConference = new Map<string, Map<string, OpenStory>>();

  /** Those of one conference, by its key. */
  in(conferenceKey: string): readonly OpenStory[] {
    const stories = this.#byConference.get(conferenceKey);
    return stories ? [...stories.values()] : [];
  }

  *[Symbol.iterator](): Iterator<OpenStory> {
    for (const stories of this.#byConference.values()) yield* stories.values();
  }

  get({ key }: Pick<LiveConference, "key">, path: string): OpenStory | undefined {
    return this.#byConference.get(key)?.get(path);
  }

  has(open: OpenStory): boolean {
    return this.#byConference.get(open.conferenceKey)?.get(open.path) === open;
  }

  add(open: OpenStory): void {
    const { conferenceKey, path } = open;
    const stories = this.#byConference.get(conferenceKey) ?? new Map<string, OpenStory>();
    this.#byConference.set(conferenceKey, stories.set(path, open));
  }

  delete({ conferenceKey, path }: OpenStory): void {
    const stories = this.#byConference.get(conferenceKey);
    stories?.delete(path);
    if (stories?.size === 0) this.#byConference.delete(conferenceKey);
  }

  get empty(): boolean {
    return this.#byConference.size === 0;
  }
}
