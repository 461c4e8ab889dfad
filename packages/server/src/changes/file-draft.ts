import { type FileChange, sameContent } from "./file-change.js";
import type { TreeFiles } from "./tree-files.js";

interface Draft {
  readonly before: Buffer | undefined;
  readonly mode: number;
  readonly after: Buffer | undefined;
}

/**
 * What a transaction will do to the files, before anything is done. Reads show the draft's own writes; the content
 * found on disk is remembered, so that a change by somebody else in between is noticed.
 */
export class FileDraft {
  readonly #files: TreeFiles;
  readonly #modeOfNew: number;
  readonly #drafts = new Map<string, Draft>();
  /** What reads found on disk: an edit is based on it, so applying it must meet the same. */
  readonly #found = new Map<string, Buffer | undefined>();
  /** What each write replaced, for {@link savepoint}. */
  readonly #replaced: { readonly path: string; readonly draft: Draft | undefined }[] = [];

  constructor(files: TreeFiles, modeOfNew: number) {
    this.#files = files;
    this.#modeOfNew = modeOfNew;
  }

  async read(path: string): Promise<Buffer | undefined> {
    const draft = this.#drafts.get(path);
    return draft === undefined ? this.#original(path) : draft.after;
  }

  /** A file that is known not to be there; were it there after all, applying the draft would notice. */
  create(path: string, text: string): void {
    const found = { before: undefined, mode: this.#modeOfNew };
    this.#set(path, { ...(this.#drafts.get(path) ?? found), after: Buffer.from(text) });
  }

  async write(path: string, text: string): Promise<void> {
    await this.#put(path, Buffer.from(text));
  }

  async remove(path: string): Promise<void> {
    await this.#put(path, undefined);
  }

  /** Answers with a function that forgets everything drafted since. */
  savepoint(): () => void {
    const length = this.#replaced.length;
    return () => {
      for (const { path, draft } of this.#replaced.splice(length).reverse()) {
        if (draft === undefined) this.#drafts.delete(path);
        else this.#drafts.set(path, draft);
      }
    };
  }

  /** Every file whose content will differ. */
  changes(): FileChange[] {
    return [...this.#drafts]
      .filter(([, { before, after }]) => !sameContent(before, after))
      .map(([path, draft]) => ({ path, ...draft }));
  }

  async #put(path: string, after: Buffer | undefined): Promise<void> {
    this.#set(path, { ...(this.#drafts.get(path) ?? (await this.#begin(path))), after });
  }

  #set(path: string, draft: Draft): void {
    this.#replaced.push({ path, draft: this.#drafts.get(path) });
    this.#drafts.set(path, draft);
  }

  async #begin(path: string): Promise<Omit<Draft, "after">> {
    const before = await this.#original(path);
    const mode = before === undefined ? undefined : await this.#files.mode(path);
    return { before, mode: mode ?? this.#modeOfNew };
  }

  async #original(path: string): Promise<Buffer | undefined> {
    if (!this.#found.has(path)) this.#found.set(path, await this.#files.read(path));
    return this.#found.get(path);
  }
}
