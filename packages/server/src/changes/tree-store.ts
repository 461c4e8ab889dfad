import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ContextTable } from "../config/index.js";
import { ConferenceTemplate } from "./conference-document.js";
import { TemplateError } from "./errors.js";
import type { FileChange } from "./file-change.js";
import { FileDraft } from "./file-draft.js";
import { Journal } from "./journal.js";
import { DEFAULT_LAYOUT, type TreeLayout } from "./layout.js";
import { NumberIndex, scanExtensionNumbers, scanUserIds } from "./number-index.js";
import type { ConfigStore, StoreDraft } from "./store.js";
import { type AppliedTransaction, type RecoveryReport, Transactions } from "./transactions.js";
import { TreeDraft } from "./tree-draft.js";
import { TreeFiles } from "./tree-files.js";
import { TreeLock } from "./tree-lock.js";
import { UserTemplate } from "./user-document.js";

export interface TreeStoreOptions {
  /** The switch's tree: the folder of `freeswitch.xml`. */
  readonly confDir: string;
  /** Ours; the journal is kept in its folder `journal`. */
  readonly dataDir: string;
  /**
   * Holds `user.xml` and `conference.xml`. A file of that name in `templates` of the data folder takes its place, and a
   * `conference-TYPE.xml` there or here is for conferences of that type.
   */
  readonly templatesDir: string;
  readonly contexts: ContextTable;
  readonly layout?: TreeLayout;
  /** Permissions of new files; they hold passwords. */
  readonly fileMode?: number;
}

interface Opened {
  readonly lock: TreeLock;
  readonly files: TreeFiles;
  readonly transactions: Transactions;
  readonly ids: NumberIndex;
  readonly numbers: NumberIndex;
}

/** The switch's XML tree as the place where users and conferences are kept. */
export function createTreeStore(options: TreeStoreOptions): ConfigStore {
  return new TreeStore(options);
}

class TreeStore implements ConfigStore {
  readonly #options: TreeStoreOptions;
  readonly #layout: TreeLayout;
  #opened: Opened | undefined;

  constructor(options: TreeStoreOptions) {
    this.#options = options;
    this.#layout = options.layout ?? DEFAULT_LAYOUT;
  }

  async open(): Promise<RecoveryReport> {
    const files = await TreeFiles.open(this.#options.confDir);
    const lock = await TreeLock.take(files.root);
    try {
      const journal = await Journal.open(join(this.#options.dataDir, "journal"));
      const transactions = new Transactions(files, journal);
      const ids = new NumberIndex(files, this.#layout.directory, scanUserIds);
      const numbers = new NumberIndex(files, this.#layout.dialplan, scanExtensionNumbers);
      const report = await transactions.recover();
      this.#opened = { lock, files, transactions, ids, numbers };
      return report;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  async draft(): Promise<StoreDraft> {
    const { files, ids, numbers } = this.#open;
    files.forgetFolders();
    ids.expire();
    numbers.expire();
    return new TreeDraft({
      files: new FileDraft(files, this.#options.fileMode ?? 0o640),
      layout: this.#layout,
      contexts: this.#options.contexts.map((context) => context.name),
      ids,
      numbers,
      userTemplate: once(async () => new UserTemplate(...(await this.#template("user.xml")))),
      conferenceTemplate: oncePerKey(
        async (type) => new ConferenceTemplate(...(await this.#conferenceTemplate(type))),
      ),
    });
  }

  apply(changes: readonly FileChange[]): Promise<AppliedTransaction> {
    return this.#open.transactions.apply(changes);
  }
  commit(transaction: AppliedTransaction): Promise<void> {
    return this.#open.transactions.commit(transaction);
  }
  undo(transaction: AppliedTransaction): Promise<void> {
    return this.#open.transactions.undo(transaction);
  }
  recover(): Promise<RecoveryReport> {
    return this.#open.transactions.recover();
  }
  reloaded(): Promise<void> {
    return this.#open.transactions.reloaded();
  }
  clean(): Promise<void> {
    return this.#open.transactions.clean();
  }
  get reloadOwed(): boolean {
    return this.#opened?.transactions.reloadOwed ?? false;
  }
  get recoveryOwed(): boolean {
    return this.#opened?.transactions.recoveryOwed ?? false;
  }

  async close(): Promise<void> {
    await this.#opened?.lock.release();
    this.#opened = undefined;
  }

  get #open(): Opened {
    if (this.#opened === undefined) throw new Error("the store is not open");
    return this.#opened;
  }

  async #conferenceTemplate(type: string): Promise<[name: string, text: string]> {
    // A type's name comes from conference.conf; one that could be a path has no template of its own.
    const own = /^\w[\w.-]*$/.test(type) && (await this.#readTemplate(`conference-${type}.xml`));
    return own || this.#template("conference.xml");
  }

  async #template(name: string): Promise<[name: string, text: string]> {
    const found = await this.#readTemplate(name);
    if (found) return found;
    throw new TemplateError(name, `is neither in ${this.#templateFolders.join(" nor in ")}`);
  }

  /** An administrator's file under its whole path, so that an error says which one is meant; ours by its name. */
  async #readTemplate(name: string): Promise<[name: string, text: string] | undefined> {
    for (const folder of this.#templateFolders) {
      const path = join(folder, name);
      try {
        const text = await readFile(path, "utf8");
        return [folder === this.#options.templatesDir ? name : path, text];
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") continue;
        throw new TemplateError(path, error instanceof Error ? error.message : String(error));
      }
    }
    return undefined;
  }

  get #templateFolders(): readonly string[] {
    return [join(this.#options.dataDir, "templates"), this.#options.templatesDir];
  }
}

function oncePerKey<T>(make: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const made = new Map<string, () => Promise<T>>();
  return (key) => {
    const known = made.get(key) ?? once(() => make(key));
    made.set(key, known);
    return known();
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
