import type { FileChange } from "../changes/index.js";
import { lineDiff } from "./line-diff.js";
import type { Tree } from "./tree.js";

export interface FileDifference {
  readonly path: string;
  readonly change: "added" | "removed" | "changed" | "mode";
  /** Unified, from the running tree to the archive; only of texts that are not too large. */
  readonly diff?: string;
}

/** Bytes of a file whose lines are still compared, and characters of all the lines of one answer. */
const COMPARED = 200 * 1024;
const ANSWER = 2 * 1024 * 1024;
const NOTHING = Buffer.alloc(0);

/** What restoring would do to the running tree, by path. */
export function differenceOf(running: Tree, wanted: Tree): FileDifference[] {
  let room = ANSWER;
  return pathsOf(running, wanted).flatMap((path): FileDifference[] => {
    const [before, after] = [running.files.get(path), wanted.files.get(path)];
    if (before && after && before.content.equals(after.content))
      return before.mode === after.mode ? [] : [{ path, change: "mode" }];
    const change = !before ? "added" : !after ? "removed" : "changed";
    const diff = room > 0 ? textDiff(before?.content, after?.content) : undefined;
    room -= diff?.length ?? 0;
    return [{ path, change, ...(diff === undefined ? {} : { diff }) }];
  });
}

/** The files to write and remove. Bits of files that stay are set afterwards: an undone change keeps its own. */
export function changesBetween(running: Tree, wanted: Tree): FileChange[] {
  return pathsOf(running, wanted).flatMap((path): FileChange[] => {
    const [before, after] = [running.files.get(path), wanted.files.get(path)];
    if (before && after && before.content.equals(after.content)) return [];
    const mode = before?.mode ?? after?.mode ?? 0o640;
    return [{ path, mode, before: before?.content, after: after?.content }];
  });
}

function pathsOf(running: Tree, wanted: Tree): string[] {
  return [...new Set([...running.files.keys(), ...wanted.files.keys()])].sort();
}

function textDiff(before: Buffer = NOTHING, after: Buffer = NOTHING): string | undefined {
  if (before.length > COMPARED || after.length > COMPARED) return undefined;
  const texts = [before.toString("utf8"), after.toString("utf8")] as const;
  if (texts.some((text) => text.includes("\0") || text.includes("\ufffd"))) return undefined;
  return lineDiff(...texts);
}
