import { readdir, unlink } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Role } from "@parley/protocol";
import type { LiveState } from "../live-state/index.js";
import type { RecordingStories, StorySummary } from "../recording-stories/index.js";
import type { Conference, XmlState } from "../xml-state/index.js";
import { begunAt, conferenceFinder, isRecordingName, isVideo } from "./names.js";
import { type OpenedFile, openBelow } from "./open-file.js";
import { type OwnershipFacts, ownerOf } from "./ownership.js";
import { soundSeconds } from "./sound-length.js";

export interface Recording {
  readonly file: string;
  /** The configured conference it is of; undefined for one that is there no more. */
  readonly conference: { readonly name: string; readonly context: string } | undefined;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** When it was last written; milliseconds since the epoch. */
  readonly modifiedAt: number;
  /** Seconds; undefined where the file does not tell (yet). */
  readonly duration: number | undefined;
  readonly video: boolean;
  readonly status: "running" | "paused" | "finished";
  /** What its side file tells; undefined without one that can be believed. */
  readonly story: StorySummary | undefined;
}

/** There is no such recording, or the name is none. */
export class RecordingNotFoundError extends Error {
  override readonly name = "RecordingNotFoundError";
  constructor(readonly file: string) {
    super(`no recording ${JSON.stringify(file)}`);
  }
}

/** It is being written. */
export class RecordingBusyError extends Error {
  override readonly name = "RecordingBusyError";
  constructor(readonly file: string) {
    super(`${file} is being recorded`);
  }
}

export interface RecordingsOptions {
  /** Empty while it is not known: then there are none. */
  readonly folder: () => string;
  readonly xmlState: () => XmlState;
  readonly liveState: () => LiveState;
  readonly stories: Pick<RecordingStories, "summary" | "removeStory">;
  /** Who a context's recordings are for; undefined: administrators alone. */
  readonly roleOf: (context: string) => Role | undefined;
}

/** The recordings in the switch's folder. Names are checked here; nothing outside the folder is ever touched. */
export interface Recordings {
  /** Newest first. */
  list(): Promise<Recording[]>;
  /** @throws RecordingNotFoundError (as a rejection), as all below */
  find(file: string): Promise<Recording>;
  /** The caller closes the handle. */
  open(file: string): Promise<OpenedFile>;
  /** Rejects with RecordingBusyError while it is being written. */
  remove(file: string): Promise<void>;
}

interface Facts {
  readonly size: number;
  readonly modifiedAt: number;
  readonly duration: number | undefined;
}

/** Files looked at side by side. */
const AT_ONCE = 16;

export function createRecordings(options: RecordingsOptions): Recordings {
  return new Room(options);
}

class Room implements Recordings {
  readonly #options: RecordingsOptions;
  /** What was read of a file, as long as size and time stay the same. */
  readonly #facts = new Map<string, Facts>();

  constructor(options: RecordingsOptions) {
    this.#options = options;
  }

  async list(): Promise<Recording[]> {
    const names = (await this.#names()).filter(isRecordingName);
    const describe = this.#describer();
    const found: Recording[] = [];
    const waiting = names[Symbol.iterator]();
    const work = async () => {
      for (const name of waiting) {
        const facts = await this.#factsOf(name);
        if (facts) found.push(describe(name, facts, await this.#options.stories.summary(name)));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    this.#forgetOthers(new Set(names));
    return found.sort((a, b) => b.startedAt - a.startedAt || (a.file < b.file ? -1 : 1));
  }

  async find(file: string): Promise<Recording> {
    const facts = isRecordingName(file) ? await this.#factsOf(file) : undefined;
    if (!facts) throw new RecordingNotFoundError(file);
    return this.#describer()(file, facts, await this.#options.stories.summary(file));
  }

  async open(file: string): Promise<OpenedFile> {
    const opened = isRecordingName(file) ? await this.#open(file) : undefined;
    if (!opened) throw new RecordingNotFoundError(file);
    return opened;
  }

  async remove(file: string): Promise<void> {
    const { status } = await this.find(file);
    if (status !== "finished") throw new RecordingBusyError(file);
    await unlink(join(this.#options.folder(), file)).catch((error: NodeJS.ErrnoException) => {
      throw error.code === "ENOENT" ? new RecordingNotFoundError(file) : error;
    });
    this.#facts.delete(file);
    await this.#options.stories.removeStory(file);
  }

  async #names(): Promise<string[]> {
    const folder = this.#options.folder();
    if (folder === "") return [];
    try {
      return await readdir(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
  }

  async #open(file: string): Promise<OpenedFile | undefined> {
    const folder = this.#options.folder();
    return folder === "" ? undefined : openBelow(folder, file);
  }

  async #factsOf(file: string): Promise<Facts | undefined> {
    const opened = await this.#open(file);
    if (!opened) return undefined;
    const { handle, size, modifiedAt } = opened;
    try {
      const known = this.#facts.get(file);
      if (known?.size === size && known.modifiedAt === modifiedAt) return known;
      const facts = { size, modifiedAt, duration: await soundSeconds(handle, size) };
      this.#facts.set(file, facts);
      return facts;
    } finally {
      await handle.close();
    }
  }

  #describer(): (file: string, facts: Facts, story: StorySummary | undefined) => Recording {
    const { xmlState, liveState, roleOf } = this.#options;
    const configuration = xmlState();
    const ownership: OwnershipFacts<Conference> = {
      byFile: conferenceFinder(configuration.conferences),
      byNumber: (number) => configuration.conferenceByNumber(number),
      byName: (name) => configuration.conferenceByName(name),
      roleOf,
    };
    const running = new Map<string, "running" | "paused">();
    for (const { recordings } of liveState().conferences.values())
      for (const [path, { status }] of recordings) running.set(basename(path), status);
    return (file, { size, modifiedAt, duration }, story) => ({
      file,
      conference: ownerOf(file, story?.conference, ownership),
      size,
      startedAt: begunAt(file) ?? story?.startedAt ?? modifiedAt,
      modifiedAt,
      duration,
      video: isVideo(file),
      status: running.get(file) ?? "finished",
      story,
    });
  }

  #forgetOthers(names: ReadonlySet<string>): void {
    for (const name of this.#facts.keys()) if (!names.has(name)) this.#facts.delete(name);
  }
}
