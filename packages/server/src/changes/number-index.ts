import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { isMissing } from "./durable.js";
import { UnsafePathError } from "./errors.js";
import type { TreeFiles } from "./tree-files.js";

interface Scan {
  readonly stamp: string;
  readonly numbers: readonly string[];
}

/** Numbers that occur in a text of the tree. Comments count as well: a number in one is not handed out. */
export type NumberScanner = (text: string) => string[];

export const scanUserIds: NumberScanner = (text) =>
  [...text.matchAll(/<user\b[^>]*?\bid\s*=\s*(["'])(.*?)\1/g)].map((match) => match[2] ?? "");

export const scanExtensionNumbers: NumberScanner = (text) =>
  [...text.matchAll(/\bexpression\s*=\s*(["'])\^?\(?(\d+)\)?\$?\1/g)].map(
    (match) => match[2] ?? "",
  );

/**
 * Which files of a folder name which numbers, whether the switch has parsed them or not. File names are believed
 * first; files whose name is no number are read, and again only when they changed.
 */
export class NumberIndex {
  readonly #files: TreeFiles;
  readonly #folder: string;
  readonly #scanner: NumberScanner;
  readonly #scans = new Map<string, Scan>();
  #paths: readonly string[] = [];
  #byName = new Map<string, string[]>();
  #byContent = new Map<string, string[]>();
  #complete = false;
  #loaded = false;

  constructor(files: TreeFiles, folder: string, scanner: NumberScanner) {
    this.#files = files;
    this.#folder = folder;
    this.#scanner = scanner;
  }

  /** The next question looks at the disk again. */
  expire(): void {
    this.#loaded = false;
  }

  async has(number: string): Promise<boolean> {
    await this.#load();
    return this.#byName.has(number) || this.#byContent.has(number);
  }

  /** Files that may define the number, the likeliest first. Reads every file below the folder if it has to. */
  async candidates(number: string): Promise<string[]> {
    await this.#load();
    const likely = this.#lookUp(number);
    if (likely.length > 0 || this.#complete) return likely;
    await this.completeScan();
    return this.#lookUp(number);
  }

  /** For a number whose likely files turned out to say something else. */
  async completeScan(): Promise<void> {
    await this.#load();
    if (this.#complete) return;
    this.#complete = true;
    for (const path of this.#paths) await this.#scan(path);
  }

  #lookUp(number: string): string[] {
    return [...(this.#byName.get(number) ?? []), ...(this.#byContent.get(number) ?? [])];
  }

  async #load(): Promise<void> {
    if (this.#loaded) return;
    this.#loaded = true;
    this.#complete = false;
    this.#byName = new Map();
    this.#byContent = new Map();
    this.#paths = (await this.#files.list(this.#folder)).sort();
    for (const path of this.#paths) {
      const name = basename(path, ".xml");
      if (/^\d+$/.test(name)) add(this.#byName, name, path);
      else await this.#scan(path);
    }
  }

  async #scan(path: string): Promise<void> {
    const numbers = await this.#numbersIn(path);
    for (const number of numbers) {
      if (!this.#byName.get(number)?.includes(path)) add(this.#byContent, number, path);
    }
  }

  async #numbersIn(path: string): Promise<readonly string[]> {
    try {
      const { mtimeMs, ctimeMs, size } = await stat(await this.#files.resolve(path));
      const stamp = `${mtimeMs} ${ctimeMs} ${size}`;
      const known = this.#scans.get(path);
      if (known?.stamp === stamp) return known.numbers;
      const numbers = this.#scanner((await this.#files.read(path))?.toString("utf8") ?? "");
      this.#scans.set(path, { stamp, numbers });
      return numbers;
    } catch (error) {
      // A link that leads out of the tree is the switch's affair; we neither read nor write there.
      if (isMissing(error) || error instanceof UnsafePathError) return [];
      throw error;
    }
  }
}

function add(map: Map<string, string[]>, number: string, path: string): void {
  const paths = map.get(number);
  if (paths === undefined) map.set(number, [path]);
  else if (!paths.includes(path)) paths.push(path);
}
