import { type EncodeOptions, encodeElement } from "../encode/index.js";
import { equalsIgnoreCase } from "../tree/ignore-case.js";
import { descendantsNamed } from "./descendants.js";
import type { SourceElement } from "./nodes.js";
import type { XmlSource } from "./xml-source.js";

/** Every `<user>` of the file that has an id, in document order. */
export function findUsers(source: XmlSource): SourceElement[] {
  return descendantsNamed(source.root, "user").filter((user) => user.attribute("id") !== undefined);
}

/** The user with this id, regardless of case as in FreeSWITCH; a real entry before a pointer. */
export function findUser(source: XmlSource, id: string): SourceElement | undefined {
  const matches = findUsers(source).filter((user) =>
    equalsIgnoreCase(user.attribute("id") ?? "", id),
  );
  return matches.find((user) => user.attribute("type") !== "pointer") ?? matches[0];
}

/** The user's own param as the file says it, of a repeated one the last. */
export function getParam(user: SourceElement, name: string): string | undefined {
  return entriesOf(user, "param", name).at(-1)?.attribute("value");
}

/** The user's own variable as the file says it, of a repeated one the last. */
export function getVariable(user: SourceElement, name: string): string | undefined {
  return entriesOf(user, "variable", name).at(-1)?.attribute("value");
}

/**
 * Changes `<param name= value=/>` where it stands (a repeated one everywhere, as readers differ in which one counts), or adds it after the
 * other params of the user.
 * @throws UnsafeValueError
 */
export function setParam(
  source: XmlSource,
  user: SourceElement,
  name: string,
  value: string,
  options?: EncodeOptions,
): void {
  setEntry(source, user, "param", [name, value], options);
}

/** The same for `<variable name= value=/>`. */
export function setVariable(
  source: XmlSource,
  user: SourceElement,
  name: string,
  value: string,
  options?: EncodeOptions,
): void {
  setEntry(source, user, "variable", [name, value], options);
}

/** @returns whether there was one */
export function removeParam(source: XmlSource, user: SourceElement, name: string): boolean {
  return removeEntries(source, entriesOf(user, "param", name));
}

/** @returns whether there was one */
export function removeVariable(source: XmlSource, user: SourceElement, name: string): boolean {
  return removeEntries(source, entriesOf(user, "variable", name));
}

/** Changes the id; variables that repeat it are the caller's business. */
export function renameUser(source: XmlSource, user: SourceElement, id: string): void {
  source.setAttribute(user, "id", id);
}

/** Removes the whole element with its lines. */
export function removeUser(source: XmlSource, user: SourceElement): void {
  source.removeElement(user);
}

type Entry = "param" | "variable";

function setEntry(
  source: XmlSource,
  user: SourceElement,
  tag: Entry,
  [name, value]: readonly [string, string],
  options: EncodeOptions | undefined,
): void {
  const markup = encodeElement(tag, { name, value }, options);
  const entries = entriesOf(user, tag, name);
  for (const entry of entries) source.setAttribute(entry, "value", value, options);
  if (entries.length > 0) return;
  const container = containerOf(user, tag) ?? source.insertChild(user, `<${tag}s/>`);
  source.insertChild(container, markup, options);
}

function removeEntries(source: XmlSource, entries: readonly SourceElement[]): boolean {
  for (const entry of entries) source.removeElement(entry);
  return entries.length > 0;
}

// Of several containers FreeSWITCH reads the first (switch_xml_child).
function containerOf(user: SourceElement, tag: Entry): SourceElement | undefined {
  return user.children.find((child) => child.name === `${tag}s`);
}

function entriesOf(user: SourceElement, tag: Entry, name: string): SourceElement[] {
  return (containerOf(user, tag)?.children ?? []).filter(
    (child) => child.name === tag && equalsIgnoreCase(child.attribute("name") ?? "", name),
  );
}
