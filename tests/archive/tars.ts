import { gzipSync } from "node:zlib";

/** One entry of a tar made by hand, so that it may be what no honest writer makes. */
export interface RawEntry {
  readonly name: string;
  /** POSIX type flag: `0` file, `1` hard link, `2` symbolic link, `3` device, `5` folder … */
  readonly type?: string;
  readonly content?: Buffer | string;
  readonly mode?: number;
  /** In place of the content's length. */
  readonly size?: number;
  readonly target?: string;
}

const BLOCK = 512;

export function tarOf(entries: readonly RawEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(2 * BLOCK)]);
}

export const tarGzOf = (entries: readonly RawEntry[]): Buffer => gzipSync(tarOf(entries));

function blocksOf({ name, type = "0", content = "", mode = 0o644, size, target = "" }: RawEntry) {
  const body = Buffer.from(content);
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, 100);
  block.write(`${mode.toString(8).padStart(7, "0")}\0`, 100);
  block.write(`${(size ?? body.length).toString(8).padStart(11, "0")}\0`, 124);
  block.write(" ".repeat(8), 148);
  block.write(type, 156, "latin1");
  block.write(target, 157, 100);
  block.write("ustar\x0000", 257, "latin1");
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  const rest = (BLOCK - (body.length % BLOCK)) % BLOCK;
  return [block, body, Buffer.alloc(rest)];
}
