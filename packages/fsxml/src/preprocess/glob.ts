import { lstatSync, readdirSync } from "node:fs";

const MAGIC = /[*?[\\]/;

/**
 * The paths that match, as glob(3) with GLOB_ERR in the C locale: sorted by bytes over the whole path, `**` is only two stars, a leading dot
 * is matched by a dot alone.
 * @param pattern an absolute path
 * @returns undefined when a directory on the way cannot be read (GLOB_ABORTED)
 */
export function glob(pattern: string): string[] | undefined {
  const components = pattern.split("/");
  let found = [""];
  let afterMagic = false;
  for (const [index, component] of components.entries()) {
    const separator = index === 0 ? "" : "/";
    const isMagic = MAGIC.test(component);
    const next = isMagic
      ? matchAll(found, separator, component, afterMagic)
      : found.map((base) => base + separator + component);
    if (next === undefined) return undefined;
    found = next;
    afterMagic ||= isMagic;
  }
  return sortByBytes(MAGIC.test(components.at(-1) ?? "") ? found : found.filter(exists));
}

function matchAll(
  bases: readonly string[],
  separator: string,
  component: string,
  afterMagic: boolean,
): string[] | undefined {
  const matches = compileComponent(component);
  const found: string[] = [];
  for (const base of bases) {
    const names = list(base + separator, afterMagic);
    if (names === undefined) return undefined;
    for (const name of names) if (matches(name)) found.push(base + separator + name);
  }
  return found;
}

// A directory that a wildcard led to need not have the rest of the path; one that is spelled out is missed.
function list(directory: string, mayBeMissing: boolean): string[] | undefined {
  try {
    return readdirSync(directory === "" ? "." : directory);
  } catch (error) {
    const isNone = hasCode(error, "ENOTDIR") || (mayBeMissing && hasCode(error, "ENOENT"));
    return isNone ? [] : undefined;
  }
}

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function sortByBytes(paths: string[]): string[] {
  // UTF-16 order differs from the order of UTF-8 bytes only where surrogates occur.
  if (paths.some((path) => /[\ud800-\udfff]/.test(path))) {
    return paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }
  return paths.sort();
}

/** A test for one component of a path. */
export function compileComponent(component: string): (name: string) => boolean {
  const expression = new RegExp(`^${translate(component)}$`, "su");
  const wantsDot = component.startsWith(".") || component.startsWith("\\.");
  return (name) => (wantsDot || !name.startsWith(".")) && expression.test(name);
}

const TOKEN = /\*+|\?|\[[!^]?\]?(?:\[:[a-z]+:\]|[^\]])*\]|\\.|./gsu;

function translate(component: string): string {
  return [...component.matchAll(TOKEN)].map(([token]) => translateToken(token)).join("");
}

function translateToken(token: string): string {
  if (token.startsWith("*")) return ".*";
  if (token === "?") return ".";
  if (token.startsWith("[") && token.length > 2) return translateBracket(token.slice(1, -1));
  return quote(token.length > 1 && token.startsWith("\\") ? token.slice(1) : token);
}

const CLASSES: Readonly<Record<string, string>> = {
  alpha: "A-Za-z",
  digit: "0-9",
  alnum: "A-Za-z0-9",
  upper: "A-Z",
  lower: "a-z",
  space: "\\s",
  punct: "!-\\/:-@\\[-`\\{-~",
  xdigit: "0-9A-Fa-f",
};

function translateBracket(inner: string): string {
  const negated = /^[!^]/.test(inner);
  const members = (negated ? inner.slice(1) : inner).replace(
    /\[:([a-z]+):\]|\\(.)|[[\]\\^&~]/gsu,
    (whole: string, name?: string, escaped?: string) =>
      name === undefined ? quote(escaped ?? whole) : (CLASSES[name] ?? ""),
  );
  return `[${negated ? "^" : ""}${members}]`;
}

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
