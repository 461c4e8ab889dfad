import type { SourceElement } from "./nodes.js";

/** Elements called `name` at any depth below `element`, in document order. */
export function descendantsNamed(element: SourceElement, name: string): SourceElement[] {
  const found: SourceElement[] = [];
  const pending = element.children.reverse();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.name === name) found.push(next);
    pending.push(...next.children.reverse());
  }
  return found;
}
