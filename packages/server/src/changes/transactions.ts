import { eachOf } from "./durable.js";
import { RollbackFailedError, TreeChangedError } from "./errors.js";
import { type FileChange, isTorn, sameContent } from "./file-change.js";
import type { Journal, JournalEntry } from "./journal.js";
import type { TreeFiles } from "./tree-files.js";

/** What {@link Transactions.recover} found and did. */
export interface RecoveryReport {
  /** Interrupted changes that were taken back. */
  readonly undone: number;
  /** Changes that had been answered and whose files were checked. */
  readonly completed: number;
  /** Files that were written to bring that about. */
  readonly repaired: readonly string[];
  /** Files that somebody has edited since; they were left alone. */
  readonly kept: readonly string[];
}

/** A transaction whose files are on disk, not yet decided. */
export interface AppliedTransaction {
  readonly entry: JournalEntry;
  readonly createdFolders: readonly string[];
}

/**
 * Sets of files that change together or not at all, whatever happens to the process or the machine:
 * journal on disk → files beside and renamed → `commit` on disk, or `undo`. Not for two at once.
 */
export class Transactions {
  readonly #files: TreeFiles;
  readonly #journal: Journal;
  /** The switch may have parsed files that are no longer there, or not parsed what is. */
  #reloadOwed = false;
  #recoveryOwed = false;

  constructor(files: TreeFiles, journal: Journal) {
    this.#files = files;
    this.#journal = journal;
  }

  get reloadOwed(): boolean {
    return this.#reloadOwed;
  }
  get recoveryOwed(): boolean {
    return this.#recoveryOwed;
  }

  /** Rejects with TreeChangedError or the system's error, and has then undone what it had begun. */
  async apply(changes: readonly FileChange[]): Promise<AppliedTransaction> {
    this.#files.forgetFolders();
    await this.#assertUntouched(changes);
    const entry = await this.#journal.begin(changes);
    const createdFolders: string[] = [];
    try {
      await eachOf(changes, async (change) => {
        createdFolders.push(...(await this.#write(change, change.after)));
      });
    } catch (error) {
      await this.undo({ entry, createdFolders });
      throw error;
    }
    return { entry, createdFolders };
  }

  /** When this resolves the change survives a power failure and may be answered. */
  async commit({ entry }: AppliedTransaction): Promise<void> {
    await this.#journal.move(entry, "committed");
  }

  /** Puts every file back; the switch has to be told to read again, and {@link reloaded} called when it has. */
  async undo({ entry, createdFolders }: AppliedTransaction): Promise<void> {
    try {
      await this.#undoEntry(entry);
      await this.#files.removeEmptyFolders(createdFolders);
    } catch (error) {
      this.#recoveryOwed = true;
      throw new RollbackFailedError(error);
    }
  }

  /** The switch has read the tree since the last undo or recovery. */
  async reloaded(): Promise<void> {
    for (const entry of await this.#journal.entries()) {
      if (entry.state === "undone") await this.#journal.remove(entry);
    }
    this.#reloadOwed = false;
  }

  /** Forgets committed transactions once their files are on the medium, not only in the system's cache. */
  async clean(): Promise<void> {
    const entries = await this.#journal.entries();
    const committed = entries.filter((entry) => entry.state === "committed");
    await this.#files.sync(committed.flatMap(({ changes }) => changes.map(({ path }) => path)));
    for (const entry of committed) await this.#journal.remove(entry);
  }

  /** Takes back what was interrupted, completes what had been answered. Safe to repeat. */
  async recover(): Promise<RecoveryReport> {
    this.#files.forgetFolders();
    const entries = await this.#journal.entries();
    const kept: string[] = [];
    const repaired: string[] = [];
    const begun = entries.filter((entry) => entry.state === "begun");
    const committed = entries.filter((entry) => entry.state === "committed");
    for (const entry of begun.reverse()) kept.push(...(await this.#undoEntry(entry)));
    for (const file of finalContents(committed)) await this.#complete(file, repaired, kept);
    this.#reloadOwed ||=
      repaired.length > 0 || entries.some((entry) => entry.state !== "committed");
    await this.clean();
    this.#recoveryOwed = false;
    return { undone: begun.length, completed: committed.length, repaired, kept };
  }

  async #assertUntouched(changes: readonly FileChange[]): Promise<void> {
    await eachOf(changes, async ({ path, before }) => {
      if (!sameContent(await this.#files.read(path), before)) throw new TreeChangedError(path);
    });
  }

  async #write(change: FileChange, content: Buffer | undefined): Promise<string[]> {
    if (content !== undefined) return this.#files.write(change.path, content, change.mode);
    await this.#files.remove(change.path);
    return [];
  }

  /** Answers with the files that somebody else has edited meanwhile: those stay as they are. */
  async #undoEntry(entry: JournalEntry): Promise<string[]> {
    const kept: string[] = [];
    await eachOf(entry.changes, async (change) => {
      await this.#files.removeTemporary(change.path);
      const found = await this.#files.read(change.path);
      if (sameContent(found, change.before)) return;
      const ours = sameContent(found, change.after) || found === undefined;
      if (ours || isTorn(found, change.after)) await this.#write(change, change.before);
      else kept.push(change.path);
    });
    await this.#journal.move(entry, "undone");
    this.#reloadOwed = true;
    return kept;
  }

  async #complete(file: FinalContent, repaired: string[], kept: string[]): Promise<void> {
    await this.#files.removeTemporary(file.last.path);
    const found = await this.#files.read(file.last.path);
    if (sameContent(found, file.last.after)) return;
    const stale =
      found === undefined || file.earlier.some((content) => sameContent(found, content));
    if (stale || isTorn(found, file.last.after)) {
      await this.#write(file.last, file.last.after);
      repaired.push(file.last.path);
    } else kept.push(file.last.path);
  }
}

interface FinalContent {
  readonly last: FileChange;
  /** Every content the file had on the way. */
  readonly earlier: (Buffer | undefined)[];
}

/** What each file is to hold after all these transactions, in their order. */
function finalContents(entries: readonly JournalEntry[]): Iterable<FinalContent> {
  const files = new Map<string, FinalContent>();
  for (const change of entries.flatMap((entry) => entry.changes)) {
    const earlier = files.get(change.path)?.earlier ?? [];
    files.set(change.path, { last: change, earlier: [...earlier, change.before, change.after] });
  }
  return files.values();
}
