import { entryPath } from "./entry-path.js";
import { ArchiveUnfitError } from "./errors.js";
import type { ArchiveLimits } from "./limits.js";
import { checksum } from "./tar-writer.js";
import { isPassing, parentsOf, type Tree, type TreeFile } from "./tree.js";

const BLOCK = 512;
/** Longest extended header; it only has to hold a path. */
const EXTENDED = 64 * 1024;

const KINDS: Readonly<Record<string, string>> = {
  "1": "a hard link",
  "2": "a symbolic link",
  "3": "a device",
  "4": "a device",
  "6": "a pipe",
};

interface Header {
  readonly name: string;
  readonly type: string;
  readonly mode: number;
  readonly size: number;
}

/** Takes a tar (ustar, pax, GNU long names) piece by piece, and stops at the first thing that is out of order. */
export class TarReader {
  readonly #limits: ArchiveLimits;
  readonly #files = new Map<string, TreeFile>();
  readonly #folders = new Map<string, number>();
  #pending: Buffer[] = [];
  #available = 0;
  #taken = 0;
  #entries = 0;
  #current: Header | undefined;
  #longName: string | undefined;
  #ended = false;

  constructor(limits: ArchiveLimits) {
    this.#limits = limits;
  }

  /** @throws ArchiveUnfitError */
  push(chunk: Buffer): void {
    this.#taken += chunk.length;
    if (this.#taken > this.#limits.unpacked)
      throw new ArchiveUnfitError(`it holds more than ${this.#limits.unpacked} bytes`);
    // Whatever follows the end mark is padding.
    if (this.#ended) return;
    this.#pending.push(chunk);
    this.#available += chunk.length;
    while (!this.#ended && this.#step());
  }

  /** @throws ArchiveUnfitError when the end is missing, or files and folders contradict each other. */
  finish(): Tree {
    if (!this.#ended) throw new ArchiveUnfitError("it is truncated");
    for (const path of [...this.#files.keys(), ...this.#folders.keys()])
      for (const parent of parentsOf(path))
        if (this.#files.has(parent))
          throw new ArchiveUnfitError(`${JSON.stringify(parent)} is both a file and a folder`);
    return { files: this.#files, folders: this.#folders };
  }

  #step(): boolean {
    if (this.#current === undefined) {
      const block = this.#take(BLOCK);
      if (block) this.#current = this.#open(block);
      return block !== undefined;
    }
    const { size } = this.#current;
    const body = this.#take(Math.ceil(size / BLOCK) * BLOCK);
    if (!body) return false;
    this.#close(this.#current, Buffer.from(body.subarray(0, size)));
    this.#current = undefined;
    return true;
  }

  #take(length: number): Buffer | undefined {
    if (this.#available < length) return undefined;
    const all = this.#pending.length === 1 ? this.#pending[0] : Buffer.concat(this.#pending);
    const whole = all ?? Buffer.alloc(0);
    this.#pending = length < whole.length ? [whole.subarray(length)] : [];
    this.#available -= length;
    return whole.subarray(0, length);
  }

  /** Two blocks of zeros end an archive; some writers leave it at one. */
  #open(block: Buffer): Header | undefined {
    if (block.every((byte) => byte === 0)) {
      this.#ended = true;
      return undefined;
    }
    if (++this.#entries > this.#limits.entries)
      throw new ArchiveUnfitError(`it has more than ${this.#limits.entries} entries`);
    const header = readHeader(block);
    const extension = "xgLK".includes(header.type);
    if (header.size > (extension ? EXTENDED : this.#limits.unpacked))
      throw new ArchiveUnfitError(`${JSON.stringify(header.name)} is too large`);
    if (header.type === "5" && header.size > 0)
      throw new ArchiveUnfitError(`the folder ${JSON.stringify(header.name)} has a content`);
    return header;
  }

  #close(header: Header, content: Buffer): void {
    if (header.type === "g") return;
    if (header.type === "x") this.#longName = pathOf(content) ?? this.#longName;
    else if (header.type === "L") this.#longName = content.toString("utf8").replace(/\0+$/, "");
    else {
      this.#add({ ...header, name: this.#longName ?? header.name }, content);
      this.#longName = undefined;
    }
  }

  #add({ name, type, mode }: Header, content: Buffer): void {
    const isFolder = type === "5" || (type === "\0" && name.endsWith("/"));
    if (!isFolder && !"0\0".includes(type)) {
      const kind = KINDS[type] ?? `of the unknown kind ${JSON.stringify(type)}`;
      throw new ArchiveUnfitError(`${JSON.stringify(name)} is ${kind}`);
    }
    const path = entryPath(name, this.#limits);
    if (path === undefined || isPassing(path)) return;
    if (this.#files.has(path) || this.#folders.has(path))
      throw new ArchiveUnfitError(`${JSON.stringify(path)} stands in it twice`);
    if (isFolder) this.#folders.set(path, mode);
    else this.#files.set(path, { mode, content });
  }
}

function readHeader(block: Buffer): Header {
  if (octal(block, 148, 8) !== checksum(block))
    throw new ArchiveUnfitError("it is no tar archive, or it is corrupt");
  const prefix = block.toString("latin1", 257, 262) === "ustar" ? text(block, 345, 155) : "";
  const isPosix = block[262] === 0;
  const name = text(block, 0, 100);
  return {
    name: isPosix && prefix !== "" ? `${prefix}/${name}` : name,
    type: block.toString("latin1", 156, 157),
    mode: octal(block, 100, 8) & 0o777,
    size: octal(block, 124, 12),
  };
}

function text(block: Buffer, at: number, length: number): string {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return field.toString("utf8", 0, end < 0 ? length : end);
}

/** Sizes in base 256, which GNU tar uses above 8 GiB, are beyond every limit of ours. */
function octal(block: Buffer, at: number, length: number): number {
  const digits = text(block, at, length).trim();
  if (!/^[0-7]*$/.test(digits))
    throw new ArchiveUnfitError("a number in it is corrupt or too large");
  return digits === "" ? 0 : Number.parseInt(digits, 8);
}

/** The last `path` of an extended header. Other keys say nothing that is kept. */
function pathOf(records: Buffer): string | undefined {
  let path: string | undefined;
  for (let at = 0; at < records.length; ) {
    const blank = records.indexOf(0x20, at);
    const length = Number(records.toString("latin1", at, Math.max(at, blank)));
    if (blank < 0 || !Number.isInteger(length) || length <= 0 || at + length > records.length)
      throw new ArchiveUnfitError("an extended header in it is corrupt");
    const record = records.toString("utf8", blank + 1, at + length - 1);
    if (record.startsWith("path=")) path = record.slice("path=".length);
    // A size of its own would part what we read from what another reader sees.
    if (/^(size=|GNU\.sparse)/.test(record))
      throw new ArchiveUnfitError("a file in it is too large or sparse");
    at += length;
  }
  return path;
}
