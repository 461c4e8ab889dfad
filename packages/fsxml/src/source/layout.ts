import type { RawNode, SourceElement, SourceNode } from "./nodes.js";

const DEFAULT_UNIT = "  ";
/** A line end with the blanks behind it, at the end of a text. */
const BREAK_AT_END = /(\r\n|\n|\r)([ \t]*)$/;

/** What a neighbour of this element puts before itself: a line end with the same indentation, or the same blanks. */
export function leadOf(element: SourceElement): string {
  const before = textBefore(element);
  const found = BREAK_AT_END.exec(before);
  if (found !== null) return found[0];
  const blanks = /[ \t]*$/.exec(before)?.[0] ?? "";
  return isFirstOfFile(element) ? lineEndOf(element) + blanks : blanks;
}

/** Indentation of the line an element begins on; empty when something else stands before it there. */
export function indentOf(element: SourceElement): string {
  return BREAK_AT_END.exec(leadOf(element))?.[2] ?? "";
}

/** The line end of the file an element belongs to: that of its first line. */
export function lineEndOf(element: SourceElement): string {
  let root = element;
  while (root.parent !== undefined) root = root.parent;
  return firstLineEnd(root) ?? "\n";
}

// Stops at the first line; printing the whole file to look at its beginning would make every insertion cost the file's length.
function firstLineEnd(element: SourceElement): string | undefined {
  for (const node of element.nodes) {
    const found = node.kind === "element" ? firstLineEnd(node) : /\r\n|\n|\r/.exec(node.raw)?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** One level of indentation, learnt from the nearest ancestor that is indented against its own parent. */
export function unitOf(element: SourceElement): string {
  let at = element;
  while (at.parent !== undefined) {
    const outer = at.parent.parent === undefined ? "" : indentOf(at.parent);
    const inner = indentOf(at);
    if (inner.length > outer.length && inner.startsWith(outer)) return inner.slice(outer.length);
    at = at.parent;
  }
  return DEFAULT_UNIT;
}

/** Splits the blanks before a closing tag off: the last line end and what follows it. */
export function splitTail(raw: string): { head: string; tail: string } {
  const tail = BREAK_AT_END.exec(raw)?.[0] ?? "";
  return { head: raw.slice(0, raw.length - tail.length), tail };
}

/**
 * The node after which a new sibling belongs: the element, or the comment that ends its line and therefore speaks of it.
 */
export function endOfLine(element: SourceElement): SourceNode {
  const siblings = element.parent?.nodes ?? [];
  let last: SourceNode = element;
  for (const node of siblings.slice(siblings.indexOf(element) + 1)) {
    if (node.kind === "comment" && !/[\r\n]/.test(node.raw)) last = node;
    else if (node.kind !== "text") return element;
    else if (/^[ \t]*[\r\n]/.test(node.raw)) return last;
    else if (/[^ \t]/.test(node.raw)) return element;
  }
  return last;
}

/** Removes an element together with its line when nothing else stands there, and one of two blank lines that would meet. */
export function cutElement(element: SourceElement): void {
  const siblings = element.parent?.nodes ?? [];
  const index = siblings.indexOf(element);
  const before = siblings[index - 1];
  const after = siblings[index + 1];
  siblings.splice(index, 1);
  if (isRawText(before) && isRawText(after)) {
    const [left, right] = joinCut(before.raw, after.raw);
    before.raw = left;
    after.raw = right;
  }
}

function joinCut(before: string, after: string): [string, string] {
  const { head, tail } = splitTail(before);
  const rest = /^[ \t]*(?:\r\n|\n|\r)/.exec(after)?.[0];
  if (tail === "" || rest === undefined) return [before, after];
  const lineEnd = /^[\r\n]+/.exec(tail)?.[0] ?? "";
  const left = head + lineEnd;
  const right = after.slice(rest.length);
  const endsBlank = /(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)$/.test(left);
  const blankLine = /^[ \t]*(?:\r\n|\n|\r)/.exec(right)?.[0] ?? "";
  return [left, endsBlank ? right.slice(blankLine.length) : right];
}

/** Joins neighbouring texts, so that the blanks around an element are always one node. */
export function mergeTexts(parent: SourceElement): void {
  const merged: SourceNode[] = [];
  for (const node of parent.nodes) {
    const last = merged.at(-1);
    if (isRawText(node) && isRawText(last)) last.raw += node.raw;
    else if (!isRawText(node) || node.raw !== "") merged.push(node);
  }
  parent.nodes.splice(0, parent.nodes.length, ...merged);
}

function textBefore(element: SourceElement): string {
  const siblings = element.parent?.nodes ?? [];
  const before = siblings[siblings.indexOf(element) - 1];
  return isRawText(before) ? before.raw : "";
}

function isFirstOfFile(element: SourceElement): boolean {
  const { parent } = element;
  if (parent === undefined || parent.parent !== undefined) return false;
  return parent.nodes.slice(0, parent.nodes.indexOf(element)).every(isRawText);
}

export function isRawText(node: SourceNode | undefined): node is RawNode {
  return node?.kind === "text";
}

export function textNode(raw: string): RawNode {
  return { kind: "text", raw };
}
