import type { XmlElement } from "./element.js";
import { equalsIgnoreCase } from "./ignore-case.js";

/** The direct children called `name`, in document order. */
export function childrenNamed(element: XmlElement | undefined, name: string): XmlElement[] {
  return element === undefined ? [] : element.children.filter((child) => child.name === name);
}

/**
 * The first direct child called `name`; with `attribute` and `value`, the first whose attribute has that value
 * regardless of case (`switch_xml_find_child`).
 */
export function childNamed(
  element: XmlElement | undefined,
  name: string,
  attribute?: string,
  value?: string,
): XmlElement | undefined {
  return element?.children.find(
    (child) => child.name === name && hasValue(child, attribute, value),
  );
}

function hasValue(element: XmlElement, attribute?: string, value?: string): boolean {
  if (attribute === undefined || value === undefined) return true;
  const own = element.attributes[attribute];
  return own !== undefined && equalsIgnoreCase(own, value);
}

/** Follows first children by name: `descend(domain, "groups", "group", "users")`. */
export function descend(element: XmlElement, ...path: string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>((at, name) => childNamed(at, name), element);
}

/** The first element, `element` itself included, in document order for which `test` holds. */
export function find(
  element: XmlElement,
  test: (candidate: XmlElement) => boolean,
): XmlElement | undefined {
  for (const candidate of walk(element)) if (test(candidate)) return candidate;
  return undefined;
}

/** All elements, `element` itself included, in document order for which `test` holds. */
export function findAll(
  element: XmlElement,
  test: (candidate: XmlElement) => boolean,
): XmlElement[] {
  return [...walk(element)].filter(test);
}

/** `element` and everything below it in document order, without recursion. */
export function* walk(element: XmlElement): Generator<XmlElement> {
  const pending = [element];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    yield next;
    for (let index = next.children.length - 1; index >= 0; index--) {
      pending.push(next.children[index] as XmlElement);
    }
  }
}

/**
 * What `xml_locate` finds in a static tree: the section, or the first direct child of the section that is called `tag` and
 * whose `attribute` is `value`. Like `switch_xml_locate`, an incomplete triple finds the section itself.
 */
export function locate(
  root: XmlElement,
  section: string,
  tag?: string,
  attribute?: string,
  value?: string,
): XmlElement | undefined {
  const found = childNamed(root, "section", "name", section);
  if (tag === undefined || attribute === undefined || value === undefined) return found;
  return childNamed(found, tag, attribute, value);
}
