import { statfs } from "node:fs/promises";
import { basename } from "node:path";
import type { LiveConference } from "../live-state/index.js";
import type { RecordingsKeeperOptions } from "./keeper.js";
import { isFull, neededFree, type Space, sizeText } from "./space.js";

/** A file server that has gone away answers never: then nothing is known. */
const ANSWER_MS = 2000;
/** Between tries to make room while it is full. */
const AGAIN_MS = 30_000;

export interface GuardOptions
  extends Pick<
    RecordingsKeeperOptions,
    "folder" | "live" | "switch" | "stories" | "logger" | "space"
  > {
  readonly minFree: number;
  /** Whether somebody relies on the folder: then it is said that it cannot be read. */
  readonly needed: () => boolean;
  /** Removes what the rules let go of now; tried before anything is stopped. */
  readonly makeRoom: () => Promise<unknown>;
}

/** Watches the room left for recordings, and stops them while the file of each can still be closed well. */
export class SpaceGuard {
  readonly #options: GuardOptions;
  #space: Space | undefined;
  #full = false;
  #saidUnreadable = false;
  #madeRoomAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;
  stopped = 0;
  refused = 0;

  constructor(options: GuardOptions) {
    this.#options = options;
  }

  /** As last seen; undefined where the folder cannot be read. */
  get space(): Space | undefined {
    return this.#space;
  }

  get full(): boolean {
    return this.#full;
  }

  /** Looks at the file system and acts on it; never rejects. Who asks meanwhile gets the same look. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async refusal(): Promise<string | undefined> {
    await this.look();
    if (!this.#full) return undefined;
    this.refused += 1;
    return `there is too little room for recordings: ${this.#rooms()}`;
  }

  async #look(): Promise<void> {
    await this.#measure();
    if (this.#space && isFull(this.#full, this.#space.free, this.#options.minFree))
      await this.#makeRoom();
    this.#decide();
    if (this.#full) await this.#stopAll();
  }

  /** At once when it has become full, now and then while it is: every file is looked at for it. */
  async #makeRoom(): Promise<void> {
    const now = performance.now();
    if (this.#full && now - this.#madeRoomAt < AGAIN_MS) return;
    this.#madeRoomAt = now;
    await this.#options.makeRoom();
    await this.#measure();
  }

  async #measure(): Promise<void> {
    const folder = this.#options.folder();
    if (folder === "") return;
    const ask = this.#options.space ?? spaceOf;
    try {
      this.#space = await within(ANSWER_MS, ask(folder));
      this.#saidUnreadable = false;
    } catch (error) {
      this.#space = undefined;
      this.#sayUnreadable(folder, error);
    }
  }

  #decide(): void {
    const { minFree, logger } = this.#options;
    const before = this.#full;
    this.#full = this.#space !== undefined && isFull(before, this.#space.free, minFree);
    if (this.#full === before) return;
    const facts = { folder: this.#options.folder(), free: this.#space?.free, minFree };
    if (this.#full) logger.error(facts, `too little room for recordings: ${this.#rooms()}`);
    else if (this.#space) logger.info(facts, "there is room for recordings again");
  }

  /** `norecord` has the switch write the file's header and end its sound where it is. */
  async #stopAll(): Promise<void> {
    const { live } = this.#options;
    if (!live.synced) return;
    const recorded = [...live.current.conferences.values()].filter(
      ({ recordings }) => recordings.size > 0,
    );
    await Promise.all(recorded.map((each) => this.#stop(each)));
  }

  async #stop({ name, recordings }: LiveConference): Promise<void> {
    const { stories, logger, switch: switch_ } = this.#options;
    const files = [...recordings.keys()].map((path) => basename(path));
    try {
      for (const file of files) stories.expectEnding(file, "diskFull", { kind: "server" });
      await switch_.conference(name).stopRecording("all");
      this.stopped += files.length;
      logger.error({ conference: name, files }, "a recording was stopped for want of room");
    } catch (err) {
      logger.error({ conference: name, files, err }, "a recording could not be stopped");
    }
  }

  #sayUnreadable(folder: string, error: unknown): void {
    if (this.#saidUnreadable || !this.#options.needed()) return;
    this.#saidUnreadable = true;
    const facts = { folder, error: error instanceof Error ? error.message : String(error) };
    this.#options.logger.warn(
      facts,
      "the recordings' folder cannot be read here: nobody guards its room, no rule is kept",
    );
  }

  #rooms(): string {
    const free = sizeText(this.#space?.free ?? 0);
    const needed = sizeText(neededFree(this.#full, this.#options.minFree));
    return `${free} are free, ${needed} are needed`;
  }
}

/** Asks the file system a folder lies on; rejects where it cannot be read. */
export async function spaceOf(folder: string): Promise<Space> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { free: bavail * bsize, capacity: blocks * bsize };
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("the file system does not answer")), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
