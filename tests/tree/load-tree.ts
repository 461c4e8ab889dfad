import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import {
  locate,
  type PreprocessResult,
  parseSwitchXml,
  preprocess,
  type XmlElement,
} from "@parley/fsxml";

export const CONF_DIR = fileURLToPath(new URL("../../freeswitch/conf", import.meta.url));
export const TEMPLATES_DIR = fileURLToPath(new URL("../../freeswitch/templates", import.meta.url));

/** What FreeSWITCH itself sets before it reads the tree, as far as the tree uses it. */
export const BUILT_IN = { sounds_dir: "/sounds", certs_dir: "/certs" } as const;

export interface LoadedTree {
  readonly result: PreprocessResult;
  readonly root: XmlElement;
}

export function loadTree(confDir = CONF_DIR): LoadedTree {
  const result = preprocess({ root: join(confDir, "freeswitch.xml"), variables: BUILT_IN });
  return { result, root: parseSwitchXml(result.text) };
}

/** Every XML file of the tree by its path below the root. */
export function sources(confDir = CONF_DIR): Map<string, string> {
  const files = readdirSync(confDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".xml"))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [relative(confDir, file), readFileSync(file, "utf8")]));
}

/** Copies the tree, lets `change` write into the copy, and removes it after `use`. */
export async function withCopy<T>(
  change: (write: (path: string, edit: (text: string) => string) => void) => void,
  use: (confDir: string) => T | Promise<T>,
): Promise<T> {
  const base = mkdtempSync(join(tmpdir(), "parley-tree-"));
  const confDir = join(base, "conf");
  try {
    cpSync(CONF_DIR, confDir, { recursive: true });
    change((path, edit) => {
      const file = join(confDir, path);
      writeFileSync(file, edit(sources(confDir).get(path) ?? ""));
    });
    return await use(confDir);
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

export function configuration(root: XmlElement, name: string): XmlElement {
  return required(locate(root, "configuration", "configuration", "name", name), name);
}

export function section(root: XmlElement, name: string): XmlElement {
  return required(locate(root, name), name);
}

/** `<param name= value=>` anywhere below the element; of a repeated name the last. */
export function params(element: XmlElement): Map<string, string> {
  const own = element.name === "param" ? [element.attributes] : [];
  const below = element.children.flatMap((child) => [...params(child)]);
  return new Map([...own.map(({ name = "", value = "" }) => [name, value] as const), ...below]);
}

function required(element: XmlElement | undefined, name: string): XmlElement {
  if (element === undefined) throw new Error(`the tree has no ${name}`);
  return element;
}
