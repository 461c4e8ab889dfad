import { countLineFeeds } from "../text/characters.js";
import type { SourceLine } from "./types.js";

/** Collects the preprocessed text and remembers where each piece comes from. */
export class Output {
  readonly #pieces: string[] = [];
  readonly #starts: number[] = [];
  readonly #files: string[] = [];
  readonly #lines: number[] = [];
  #length = 0;
  #text: string | undefined;

  /** Adds text that begins on line `line` of `file`. */
  write(text: string, file: string, line: number): void {
    if (text === "") return;
    this.#pieces.push(text);
    this.#starts.push(this.#length);
    this.#files.push(file);
    this.#lines.push(line);
    this.#length += text.length;
  }

  /** The whole text; nothing may be written afterwards. */
  get text(): string {
    if (this.#text === undefined) {
      this.#text = this.#pieces.join("");
      this.#pieces.length = 0;
    }
    return this.#text;
  }

  /** Where line `line` (from 1) begins; lines past the end belong to the last piece. */
  origin(line: number): SourceLine | undefined {
    const offset = this.#offsetOf(line);
    const index = this.#pieceAt(offset);
    const [file, start, first] = [this.#files[index], this.#starts[index], this.#lines[index]];
    if (file === undefined || start === undefined || first === undefined) return undefined;
    return { file, line: first + countLineFeeds(this.text, start, offset) };
  }

  #offsetOf(line: number): number {
    let offset = 0;
    for (let left = line - 1; left > 0; left--) {
      const end = this.text.indexOf("\n", offset);
      if (end < 0 || end + 1 >= this.text.length) return offset;
      offset = end + 1;
    }
    return offset;
  }

  #pieceAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
