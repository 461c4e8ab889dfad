/** A file as it stands in an archive or in the switch's tree. */
export interface TreeFile {
  /** Permission bits, without set-id and sticky. */
  readonly mode: number;
  readonly content: Buffer;
}

/** Paths are below the tree's root, with `/`. Folders that only lead to a file may be left out. */
export interface Tree {
  readonly files: ReadonlyMap<string, TreeFile>;
  /** Permission bits by path. */
  readonly folders: ReadonlyMap<string, number>;
}

/** The parts that are stored on their own, as the first interface names them, and where each lies. */
export const PARTS = ["freeswitch", "dialplan", "conferences", "directory"] as const;
export type Part = (typeof PARTS)[number];

/** The folder of a part below the tree's root; empty for the whole. */
export const FOLDER_OF: Record<Part, string> = {
  freeswitch: "",
  dialplan: "dialplan",
  conferences: "dialplan/conferences",
  directory: "directory",
};

export function isPart(text: string): text is Part {
  return (PARTS as readonly string[]).includes(text);
}

/** Ours, and of no meaning in another tree or at another time: the lock, and files that are being written. */
export function isPassing(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return /^\.parley\.lock(\.|$)/.test(name) || /^\..*\.parley-new$/.test(name);
}

const below = (folder: string, path: string): boolean =>
  folder === "" || path === folder || path.startsWith(`${folder}/`);

/** What of a tree lies in a part of it. */
export function partOf({ files, folders }: Tree, part: Part): Tree {
  const own = ([path]: readonly [string, unknown]): boolean => below(FOLDER_OF[part], path);
  return { files: new Map([...files].filter(own)), folders: new Map([...folders].filter(own)) };
}

/** The tree with one part of it replaced by another's. */
export function withPart(tree: Tree, part: Part, other: Tree): Tree {
  const foreign = ([path]: readonly [string, unknown]): boolean => !below(FOLDER_OF[part], path);
  return {
    files: new Map([...[...tree.files].filter(foreign), ...other.files]),
    folders: new Map([...[...tree.folders].filter(foreign), ...other.folders]),
  };
}

/** Paths of a tree that do not belong to a part. */
export function outsideOf({ files }: Tree, part: Part): string[] {
  return [...files.keys()].filter((path) => !below(FOLDER_OF[part], path));
}

/** Every folder above a path, the outermost first. */
export function parentsOf(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
