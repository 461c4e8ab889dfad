import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile, syncPath } from "./durable.js";
import type { FileChange } from "./file-change.js";

/**
 * begun: files may have been touched, the change counts as not done · committed: done and answered, files may still
 * sit in the system's cache · undone: files are as before, but the switch may have parsed the change and has to be
 * told to read again.
 */
export const ENTRY_STATES = ["begun", "committed", "undone"] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

export interface JournalEntry {
  readonly id: string;
  readonly state: EntryState;
  readonly changes: readonly FileChange[];
}

const ENTRY_FILE = /^(\d{12})\.(begun|committed|undone)$/;

/**
 * One file per transaction with all contents before and after; its state is its extension, so every step is one
 * atomic rename. Passwords stand in it: only the owner may read.
 */
export class Journal {
  #next: number;
  private constructor(
    readonly folder: string,
    next: number,
  ) {
    this.#next = next;
  }

  /** Opens or creates the folder and drops what an interrupted `begin` left, which nothing depends on yet. */
  static async open(folder: string): Promise<Journal> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const names = await readdir(folder);
    for (const name of names.filter((name) => name.endsWith(".tmp"))) await rm(join(folder, name));
    const numbers = names.map((name) => Number(ENTRY_FILE.exec(name)?.[1] ?? 0));
    return new Journal(folder, Math.max(0, ...numbers) + 1);
  }

  /** Everything that is not cleaned yet, oldest first. */
  async entries(): Promise<JournalEntry[]> {
    const entries: JournalEntry[] = [];
    for (const name of (await readdir(this.folder)).sort()) {
      const [, id, state] = ENTRY_FILE.exec(name) ?? [];
      if (id === undefined) continue;
      const changes = decode(await readFile(join(this.folder, name), "utf8"));
      entries.push({ id, state: state as EntryState, changes });
    }
    return entries;
  }

  /** When this resolves the contents survive a power failure, and files may be touched. */
  async begin(changes: readonly FileChange[]): Promise<JournalEntry> {
    const id = String(this.#next++).padStart(12, "0");
    const entry: JournalEntry = { id, state: "begun", changes };
    const path = this.#path(entry);
    const content = Buffer.from(encode(changes));
    await replaceFile(path, `${path}.tmp`, content, { mode: 0o600, sync: true });
    await syncPath(this.folder);
    return entry;
  }

  /** When this resolves the new state survives a power failure. */
  async move(entry: JournalEntry, state: EntryState): Promise<JournalEntry> {
    const moved = { ...entry, state };
    await rename(this.#path(entry), this.#path(moved));
    await syncPath(this.folder);
    return moved;
  }

  async remove(entry: Pick<JournalEntry, "id" | "state">): Promise<void> {
    await rm(this.#path(entry), { force: true });
  }

  #path(entry: Pick<JournalEntry, "id" | "state">): string {
    return join(this.folder, `${entry.id}.${entry.state}`);
  }
}

/** Text where it is text, so that a person can read the journal; base64 for a file that is not UTF-8. */
type StoredContent = null | { readonly text: string } | { readonly base64: string };

function store(content: Buffer | undefined): StoredContent {
  if (content === undefined) return null;
  const text = content.toString("utf8");
  return Buffer.from(text).equals(content) ? { text } : { base64: content.toString("base64") };
}

function load(stored: StoredContent): Buffer | undefined {
  if (stored === null) return undefined;
  return "text" in stored ? Buffer.from(stored.text) : Buffer.from(stored.base64, "base64");
}

function encode(changes: readonly FileChange[]): string {
  const lines = changes.map(({ path, mode, before, after }) =>
    JSON.stringify({ path, mode, before: store(before), after: store(after) }),
  );
  return `${lines.join("\n")}\n`;
}

function decode(text: string): FileChange[] {
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const { path, mode, before, after } = JSON.parse(line) as {
      path: string;
      mode: number;
      before: StoredContent;
      after: StoredContent;
    };
    return { path, mode, before: load(before), after: load(after) };
  });
}
