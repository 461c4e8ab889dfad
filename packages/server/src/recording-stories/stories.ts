import { EventEmitter } from "node:events";
import { basename, dirname, normalize } from "node:path";
import type { RecordingActor, RecordingEnding } from "@parley/protocol";
import type {
  ChangeMoment,
  LiveChange,
  LiveConference,
  LiveState,
  RecordingRequest,
} from "../live-state/index.js";
import { isRecordingName } from "../recordings/index.js";
import { Follower } from "./follower.js";
import { DEFAULT_GROWTH } from "./growth.js";
import { GrowthWatch } from "./growth-watch.js";
import type { OpenStory } from "./open-stories.js";
import { SideFiles } from "./side-files.js";
import type { Story } from "./story.js";
import { type StorySummary, Summaries, summaryOf, troubleOf } from "./summary.js";
import { lastMoment, tell } from "./tell.js";
import type {
  LiveStory,
  RecordingStories,
  RecordingStoriesEvents,
  RecordingStoriesOptions,
} from "./types.js";
import { StoryWriter } from "./writer.js";

export function createRecordingStories(options: RecordingStoriesOptions): RecordingStories {
  return new Room(options);
}

class Room implements RecordingStories {
  readonly #options: RecordingStoriesOptions;
  readonly #emitter = new EventEmitter<RecordingStoriesEvents>();
  readonly #files: SideFiles;
  readonly #summaries: Summaries;
  readonly #writer: StoryWriter;
  readonly #follower: Follower;
  readonly #watch: GrowthWatch;
  /** Recordings this process has followed: what their side files lack is on its way. */
  readonly #followed = new Set<string>();
  /** The folder whose side files without an end have been looked through. */
  #searched = "";
  /** Stories that are being read, or whose end is being looked for. */
  readonly #settling = new Set<Promise<void>>();
  #search: Promise<void> | undefined;
  #closed = false;

  constructor(options: RecordingStoriesOptions) {
    this.#options = options;
    this.#files = new SideFiles(options.folder);
    this.#summaries = new Summaries(this.#files);
    this.#writer = new StoryWriter({
      files: this.#files,
      everyMs: options.writeEveryMs ?? 1000,
      onFailure: (file, err) =>
        options.logger.warn({ file, err }, "a recording's story cannot be written beside it"),
    });
    this.#follower = this.#makeFollower();
    this.#watch = new GrowthWatch({
      open: this.#follower.open,
      files: this.#files,
      fileOf: (path) => this.#fileOf(path),
      rules: { ...DEFAULT_GROWTH, ...options.growth },
      now: () => this.#now(),
      tell: (open, type, at) => this.#growthTold(open, type, at),
    });
    options.live.on("change", this.#onChange);
    options.live.on("synced", this.#onSynced);
    options.notes.on("noted", this.#onNoted);
    this.folderChanged();
  }

  live({ key }: Pick<LiveConference, "key">, path: string): LiveStory {
    const open = this.#follower.open.get({ key }, path);
    if (!open || open.reading) return {};
    const { startedAt, startedBy } = open.story;
    const trouble = troubleOf(open.story);
    return { startedAt, startedBy, ...(trouble === undefined ? {} : { trouble }) };
  }

  async read(file: string): Promise<Story | undefined> {
    return this.#inMemory(file) ?? (await this.#files.read(file));
  }

  async summary(file: string): Promise<StorySummary | undefined> {
    const story = this.#inMemory(file);
    return story ? summaryOf(story) : this.#summaries.of(file);
  }

  asked(request: RecordingRequest): () => void {
    return this.#follower.asked.note(request, this.#now());
  }

  expectEnding(file: string, ending: RecordingEnding, by: RecordingActor): void {
    for (const open of this.#follower.open) {
      if (this.#fileOf(open.path) !== file) continue;
      this.#follower.expectEnding(open, ending, by);
      const conference = this.#conferenceOf(open);
      if (ending === "diskFull" && conference)
        this.#emitter.emit("alarm", conference, file, "diskFull");
    }
  }

  async moveStory(from: string, to: string): Promise<void> {
    if (from === to || !isRecordingName(to)) return;
    await Promise.all(this.#settling);
    const story = await this.read(from);
    if (!story) return;
    await this.#files.write(tell(story, { type: "moved", file: to }), { sync: true });
    await this.removeStory(from);
  }

  async removeStory(file: string): Promise<void> {
    await Promise.all(this.#settling);
    await this.#writer.drop(file);
    this.#summaries.forget(file);
    await this.#files
      .remove(file)
      .catch((err: unknown) =>
        this.#options.logger.warn({ file, err }, "a recording's side file cannot be removed"),
      );
  }

  folderChanged(): void {
    const { live } = this.#options;
    if (live.synced) this.#onSynced(live.current);
  }

  on<K extends keyof RecordingStoriesEvents>(
    event: K,
    listener: (...args: RecordingStoriesEvents[K]) => void,
  ): void {
    this.#emitter.on(event, listener as never);
  }

  off<K extends keyof RecordingStoriesEvents>(
    event: K,
    listener: (...args: RecordingStoriesEvents[K]) => void,
  ): void {
    this.#emitter.off(event, listener as never);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#options.live.off("change", this.#onChange);
    this.#options.live.off("synced", this.#onSynced);
    this.#options.notes.off("noted", this.#onNoted);
    this.#watch.close();
    await Promise.all([...this.#settling, this.#search]);
    await this.#writer.flush();
  }

  #makeFollower(): Follower {
    const lastWritten = async (path: string) => {
      const file = this.#fileOf(path);
      return file === undefined ? undefined : (await this.#files.recording(file))?.modifiedAt;
    };
    return new Follower({
      ...this.#options,
      now: () => this.#now(),
      written: async (path) => {
        const file = this.#fileOf(path);
        return file === undefined ? undefined : this.#files.read(file);
      },
      lastWritten,
      save: ({ path, story }, atOnce) => {
        if (this.#fileOf(path) !== undefined) this.#writer.write(story, atOnce);
      },
      opened: ({ path }) => {
        const file = this.#fileOf(path);
        if (file !== undefined) this.#followed.add(file);
        this.#watch.start();
      },
      changed: (open) => this.#tellChanged(open),
      alarm: (conference, path, alarm) =>
        this.#emitter.emit("alarm", conference, basename(path), alarm),
      inBackground: (work) => {
        const done = this.#guarded(work).finally(() => this.#settling.delete(done));
        this.#settling.add(done);
      },
    });
  }

  readonly #onChange = (change: LiveChange, _state: LiveState, moment?: ChangeMoment): void => {
    // Until the folder is known it is not told which of them have been written down before.
    if (this.#options.folder() !== "") this.#follower.onChange(change, moment);
  };

  readonly #onSynced = (state: LiveState): void => {
    const folder = this.#options.folder();
    if (folder === "") return;
    this.#follower.onSynced(state);
    if (folder === this.#searched) return;
    this.#searched = folder;
    this.#search = this.#guarded(this.#endForgotten());
  };

  readonly #onNoted = (key: string, memberId: string): void => {
    this.#follower.onNoted(key, memberId);
  };

  /** Stories of which an earlier process of ours did not see the end. */
  async #endForgotten(): Promise<void> {
    for (const file of await this.#files.names()) {
      if (this.#closed) return;
      if (this.#followed.has(file)) continue;
      const story = await this.#files.read(file);
      const facts = await this.#files.recording(file);
      const forgotten = story?.conference.node === this.#options.node && !story.endedAt;
      // It may have been begun anew while we read.
      if (!story || !forgotten || this.#followed.has(file)) continue;
      const at = facts?.modifiedAt ?? lastMoment(story);
      this.#writer.write(tell(story, { type: "ended", at, ending: "unseen" }), true);
    }
  }

  #growthTold(open: OpenStory, type: "stalled" | "grew", at: number): void {
    if (!this.#follower.tell(open, { type, at })) return;
    const { file } = open.story;
    const { logger } = this.#options;
    const conference = this.#conferenceOf(open);
    if (type === "grew") logger.info({ file }, "the recording grows again");
    else {
      logger.warn({ file }, "the file of a running recording does not grow");
      if (conference) this.#emitter.emit("alarm", conference, file, "notGrowing");
    }
    this.#tellChanged(open);
  }

  #tellChanged(open: OpenStory): void {
    const conference = this.#conferenceOf(open);
    if (conference && this.#follower.open.has(open))
      this.#emitter.emit("changed", conference, open.path);
  }

  #inMemory(file: string): Story | undefined {
    for (const open of this.#follower.open)
      if (!open.reading && this.#fileOf(open.path) === file) return open.story;
    return this.#writer.newest(file);
  }

  #conferenceOf({ conferenceKey }: OpenStory): LiveConference | undefined {
    return this.#options.live.current.conferences.get(conferenceKey);
  }

  /** The recording's name, when the switch writes it into our folder; beside others we write nothing. */
  #fileOf(path: string): string | undefined {
    const folder = this.#options.folder();
    const file = basename(path);
    if (folder === "" || !isRecordingName(file)) return undefined;
    return normalize(dirname(path)) === normalize(`${folder}/.`) ? file : undefined;
  }

  #guarded(work: Promise<void>): Promise<void> {
    return work.catch((err: unknown) =>
      this.#options.logger.warn({ err }, "a recording's story was lost"),
    );
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}
