import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { parentsOf, type Tree } from "./tree.js";

const BLOCK = 512;
const compress = promisify(gzip);

/**
 * The tree as a compressed tar in the form of POSIX.1-2001 (pax): regular files and folders, sorted by path, without
 * owners and times, so that equal trees make equal archives.
 */
export async function packTree(tree: Tree): Promise<Buffer> {
  const folders = new Map(tree.folders);
  for (const path of tree.files.keys())
    for (const parent of parentsOf(path)) if (!folders.has(parent)) folders.set(parent, 0o755);
  const blocks: Buffer[] = [];
  for (const path of [...folders.keys(), ...tree.files.keys()].sort()) {
    const file = tree.files.get(path);
    if (file) blocks.push(...entry(path, "0", file.mode, file.content));
    else blocks.push(...entry(`${path}/`, "5", folders.get(path) ?? 0o755));
  }
  blocks.push(Buffer.alloc(2 * BLOCK));
  return compress(Buffer.concat(blocks), { level: 6 });
}

function entry(
  path: string,
  type: "0" | "5",
  mode: number,
  content: Buffer = Buffer.alloc(0),
): Buffer[] {
  const fits = Buffer.byteLength(path) <= 100;
  const long = fits ? [] : paxPath(path);
  const name = fits ? path : shortened(path);
  return [...long, header(name, type, mode, content.length), ...padded(content)];
}

/** An extended header that names the entry after it: `LENGTH path=VALUE`, where the length counts itself. */
function paxPath(path: string): Buffer[] {
  const rest = Buffer.byteLength(` path=${path}\n`);
  let length = rest;
  while (length !== rest + String(length).length) length = rest + String(length).length;
  const record = Buffer.from(`${length} path=${path}\n`);
  return [header("pax/path", "x", 0o644, record.length), ...padded(record)];
}

function shortened(path: string): string {
  let name = path;
  while (Buffer.byteLength(name) > 100) name = [...name].slice(1).join("");
  return name;
}

function padded(content: Buffer): Buffer[] {
  const rest = content.length % BLOCK;
  return rest === 0 ? [content] : [content, Buffer.alloc(BLOCK - rest)];
}

function header(name: string, type: string, mode: number, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number, at: number) =>
    block.write(`${value.toString(8).padStart(digits, "0")}\0`, at, "latin1");
  block.write(name, 0, 100, "utf8");
  octal(mode & 0o777, 7, 100);
  octal(0, 7, 108);
  octal(0, 7, 116);
  octal(size, 11, 124);
  octal(0, 11, 136);
  block.write(type, 156, "latin1");
  block.write("ustar\x0000", 257, "latin1");
  block.write(`${checksum(block).toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}

/** Over the whole header with its own field as blanks. */
export function checksum(block: Buffer): number {
  let sum = 8 * 0x20;
  for (let at = 0; at < BLOCK; at++) if (at < 148 || at >= 156) sum += block[at] ?? 0;
  return sum;
}
