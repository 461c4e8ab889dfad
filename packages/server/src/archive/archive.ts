import { realpath } from "node:fs/promises";
import { Readable } from "node:stream";
import type { ExclusiveTree, FileChange } from "../changes/index.js";
import { type ContextTable, roleOfContext } from "../config/index.js";
import type { OpenedFile } from "../recordings/index.js";
import { InvalidValueError, ItemError } from "../values/index.js";
import type { XmlState } from "../xml-state/index.js";
import { type Encryption, encryptionOf, type GivenKey } from "./age-keys.js";
import { changesBetween, differenceOf, type FileDifference } from "./difference.js";
import {
  ArchiveKeyError,
  ArchiveUnfitError,
  IdentityFileError,
  RestoreRefusedError,
  SnapshotNotFoundError,
  TreeUnfitError,
} from "./errors.js";
import { finishTree } from "./finish-tree.js";
import { type ArchiveLimits, DEFAULT_LIMITS } from "./limits.js";
import { assertWhole, checkLoads } from "./load-check.js";
import { type RunningTree, readTree } from "./read-tree.js";
import { createSealer, isArmored, isSealed, type Sealer, sealedSize } from "./sealer.js";
import { AUTOMATIC, LABEL, type Snapshot, Snapshots } from "./snapshots.js";
import { packTree } from "./tar-writer.js";
import { FOLDER_OF, outsideOf, type Part, parentsOf, partOf, type Tree, withPart } from "./tree.js";
import { atMost, collect, unpackTree } from "./unpack.js";

/** What {@link ExclusiveTree} promises; what comes of it is of no interest here. */
export interface LentTree {
  replace(...args: Parameters<ExclusiveTree["replace"]>): Promise<unknown>;
}

/** Who lends the tree: the change queue, or the command line while no server runs. */
export interface TreeDoor {
  exclusive<T>(work: (tree: LentTree) => Promise<T>): Promise<T>;
}

export interface ArchiveOptions {
  /** The switch's tree. */
  readonly confDir: string;
  /** Where the archives lie. */
  readonly folder: string;
  readonly door: TreeDoor;
  readonly contexts: ContextTable;
  /** The switch's globals, for loading a tree on trial. */
  readonly globals: () => Readonly<Record<string, string>>;
  /** Without it snapshots are stored in clear, and encrypted ones take the key of a request. */
  readonly encryption?: Encryption;
  readonly limits?: Partial<ArchiveLimits>;
}

/** What a restore did. */
export interface Restored {
  readonly file: string;
  /** The snapshot of the whole tree made before; undefined when nothing had to be changed. */
  readonly before: string | undefined;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** Snapshots of the switch's tree, and the way back to one. */
export interface Archive {
  /** Makes the folder ready; before the first request. */
  open(): Promise<void>;
  /** Newest first. */
  list(): Promise<Snapshot[]>;
  /** When something was last stored or restored, in ms since 1970; undefined when that was never since the start. */
  readonly lastRun: number | undefined;
  /** @param label up to 40 letters, digits and `_` */
  store(part: Part, label?: string): Promise<Snapshot>;
  /** Takes an archive of somebody's in, once it has been unpacked on trial. */
  upload(part: Part, label: string | undefined, source: Readable): Promise<Snapshot>;
  /** The caller closes the handle. @throws SnapshotNotFoundError (as a rejection), as all below */
  read(file: string): Promise<OpenedFile>;
  remove(file: string): Promise<void>;
  /** What {@link restore} would do now. */
  difference(file: string, key?: GivenKey): Promise<FileDifference[]>;
  /**
   * Brings the part of the tree back that the snapshot holds. Rejects with ArchiveUnfitError, RestoreRefusedError,
   * or the queue's and the switch's errors; the tree is then as it was.
   */
  restore(file: string, key?: GivenKey): Promise<Restored>;
  /** {@link restore} of the newest snapshot of a part that somebody made. */
  restoreNewest(part: Part, key?: GivenKey): Promise<Restored>;
}

export function createArchive(options: ArchiveOptions): Archive {
  return new Room(options);
}

class Room implements Archive {
  readonly #options: ArchiveOptions;
  readonly #snapshots: Snapshots;
  readonly #limits: ArchiveLimits;
  readonly #sealer: Sealer;
  #lastRun: number | undefined;

  constructor(options: ArchiveOptions) {
    this.#options = options;
    this.#snapshots = new Snapshots(options.folder);
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#sealer = createSealer(options.encryption ?? encryptionOf({}));
  }

  get lastRun(): number | undefined {
    return this.#lastRun;
  }

  open(): Promise<void> {
    return this.#snapshots.open();
  }
  list(): Promise<Snapshot[]> {
    return this.#snapshots.list();
  }
  read(file: string): Promise<OpenedFile> {
    return this.#snapshots.read(file);
  }
  remove(file: string): Promise<void> {
    return this.#snapshots.remove(file);
  }

  async store(part: Part, label?: string): Promise<Snapshot> {
    assertLabel(label);
    const tree = await this.#options.door.exclusive(() => this.#running());
    const own = partOf(tree, part);
    return this.#noted(this.#keep(part, label, await packTree(own)));
  }

  #keep(part: Part, label: string | undefined, content: Buffer): Promise<Snapshot> {
    if (content.length > this.#limits.packed)
      throw new TreeUnfitError(`packed it is larger than ${this.#limits.packed} bytes`);
    if (!this.#sealer.seals) return this.#snapshots.add(part, label, content);
    return this.#snapshots.add(part, label, this.#sealer.seal(content), ".age");
  }

  async upload(part: Part, label: string | undefined, source: Readable): Promise<Snapshot> {
    assertLabel(label);
    const content = await collect(source, sealedSize(this.#limits.packed));
    if (isSealed(content) || isArmored(content)) {
      // Where no key of ours opens it the restore is the first to see what is in it.
      await this.#fitting(Readable.from([content]), part, {}).catch(unlessShut);
      return this.#noted(this.#snapshots.add(part, label, content, ".age"));
    }
    await this.#fitting(Readable.from([content]), part);
    return this.#noted(this.#keep(part, label, content));
  }

  async difference(file: string, key?: GivenKey): Promise<FileDifference[]> {
    const { part } = await this.#snapshots.find(file);
    const archived = await this.#unpack(file, key);
    const running = await this.#options.door.exclusive(() => this.#running());
    return differenceOf(running, withPart(running, part, archived));
  }

  async restoreNewest(part: Part, key?: GivenKey): Promise<Restored> {
    const all = await this.list();
    const newest = all.find((each) => each.part === part && !each.automatic);
    if (!newest) throw new SnapshotNotFoundError(`${part}-*.tar.gz`);
    return this.restore(newest.file, key);
  }

  async restore(file: string, key?: GivenKey): Promise<Restored> {
    const { part } = await this.#snapshots.find(file);
    const archived = await this.#unpack(file, key);
    return this.#noted(
      this.#options.door.exclusive((tree) => this.#restore(file, part, archived, tree)),
    );
  }

  async #restore(file: string, part: Part, archived: Tree, tree: LentTree): Promise<Restored> {
    const running = await this.#running();
    const wanted = withPart(running, part, archived);
    refuseBlocked(running, wanted);
    await checkLoads(wanted, this.#options.folder, this.#options.globals());
    const changes = changesBetween(running, wanted);
    const before = changes.length > 0 ? await this.#replace(running, changes, tree) : undefined;
    await finishTree(this.#options.confDir, running, wanted);
    const count = (test: (change: (typeof changes)[number]) => boolean): number =>
      changes.filter(test).length;
    return {
      file,
      before,
      added: count((each) => each.before === undefined),
      removed: count((each) => each.after === undefined),
      changed: count((each) => each.before !== undefined && each.after !== undefined),
    };
  }

  /** @returns the snapshot of what was there */
  async #replace(running: Tree, changes: readonly FileChange[], tree: LentTree): Promise<string> {
    const { file } = await this.#keep("freeswitch", AUTOMATIC, await packTree(running));
    try {
      await tree.replace(changes, (state) => this.#wrongWith(state)).catch(asRefusal);
    } catch (error) {
      // Nothing is to be taken back, and these would push out those that matter.
      if (error instanceof RestoreRefusedError) await this.#snapshots.remove(file);
      throw error;
    }
    await this.#snapshots.prune();
    return file;
  }

  /** Nobody could undo by the interface what leaves no administrator. */
  #wrongWith({ users }: XmlState): string | undefined {
    const { contexts } = this.#options;
    const remains = users.some(
      ({ context }) => roleOfContext(contexts, context) === "administrator",
    );
    return remains ? undefined : "no administrator would remain";
  }

  async #running(): Promise<RunningTree> {
    return readTree(await realpath(this.#options.confDir), this.#limits);
  }

  async #unpack(file: string, key: GivenKey = {}): Promise<Tree> {
    const { part, encrypted } = await this.#snapshots.find(file);
    const { handle } = await this.#snapshots.read(file);
    const stream = handle.createReadStream();
    try {
      return await this.#fitting(stream, part, encrypted ? key : undefined);
    } finally {
      // Also where the key was refused before anything was read.
      stream.destroy();
    }
  }

  /** @param key of an encrypted source: what opens it, or nothing where ours have to */
  async #fitting(source: Readable, part: Part, key?: GivenKey): Promise<Tree> {
    const { packed } = this.#limits;
    const plain = key
      ? this.#sealer.open(atMost(source, sealedSize(packed)), key)
      : (source as AsyncIterable<Buffer>);
    const tree = await unpackTree(plain, this.#limits);
    assertFits(tree, part);
    return tree;
  }

  async #noted<T>(work: Promise<T>): Promise<T> {
    const done = await work;
    this.#lastRun = Date.now();
    return done;
  }
}

function assertLabel(label: string | undefined): void {
  if (label === undefined || (LABEL.test(label) && label !== AUTOMATIC)) return;
  throw new InvalidValueError(
    "label",
    `label: up to 40 letters, digits and _, and not ${AUTOMATIC}`,
  );
}

function assertFits(tree: Tree, part: Part): void {
  const [foreign] = outsideOf(tree, part);
  if (foreign !== undefined)
    throw new ArchiveUnfitError(
      `${JSON.stringify(foreign)} lies outside of ${FOLDER_OF[part]}, so it is no archive of ${part}`,
    );
  if (part === "freeswitch") assertWhole(tree);
  // Without any conference the folder is all there is, and that is what is brought back.
  else if (tree.files.size === 0 && !tree.folders.has(FOLDER_OF[part]))
    throw new ArchiveUnfitError("there is no file in it");
}

/** What is a link or a folder now is not replaced by a file, nor the other way round. */
function refuseBlocked(running: RunningTree, wanted: Tree): void {
  const skipped = new Set(running.skipped);
  for (const path of wanted.files.keys()) {
    const blocked =
      running.folders.has(path) || [path, ...parentsOf(path)].some((each) => skipped.has(each));
    const file = parentsOf(path).find((each) => running.files.has(each));
    if (blocked || file !== undefined)
      throw new RestoreRefusedError(
        `where ${JSON.stringify(path)} belongs, something of another kind stands; remove it by hand`,
      );
  }
}

function unlessShut(error: unknown): void {
  const shut = error instanceof ArchiveKeyError || error instanceof IdentityFileError;
  if (!shut) throw error;
}

function asRefusal(error: unknown): never {
  const refused = error instanceof Error && error.name === "ReloadRefusedError";
  if (refused || error instanceof ItemError)
    throw new RestoreRefusedError((error as Error).message, { cause: error });
  throw error;
}
