import { type EncodeOptions, encodeAttribute, encodeText } from "../encode/index.js";
import { SourceEditError } from "../errors.js";
import { writeAttribute } from "./attributes.js";
import { type Fragment, parseFragment } from "./fragment.js";
import {
  cutElement,
  endOfLine,
  indentOf,
  isRawText,
  leadOf,
  lineEndOf,
  mergeTexts,
  splitTail,
  textNode,
  unitOf,
} from "./layout.js";
import { SourceElement, type SourceNode } from "./nodes.js";
import { parseSource } from "./parse-source.js";

/**
 * A source file that can be edited without touching a byte that is not asked to change: comments, blanks, line ends, quotes, the order of
 * attributes and everything unknown stay. Until the first edit `toString()` is the text that was parsed.
 *
 * @example
 * const source = XmlSource.parse(text);
 * const user = findUser(source, "20001");
 * if (user !== undefined) setVariable(source, user, "polymac", "0004f2aabbcc");
 * const edited = source.toString();
 */
export class XmlSource {
  private constructor(
    /** Stands for the whole file; its children are the top elements, usually one `<include>`. */
    readonly root: SourceElement,
  ) {}

  /** @throws XmlSyntaxError when tags do not match or a construct is not closed */
  static parse(text: string): XmlSource {
    return new XmlSource(parseSource(text));
  }

  /**
   * Reads a file's bytes. A file in another encoding than UTF-8 is refused: decoded loosely, its bytes would not survive.
   * @throws SourceEditError, XmlSyntaxError
   */
  static fromBytes(bytes: Uint8Array): XmlSource {
    let text: string;
    try {
      text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (error) {
      throw new SourceEditError("the file is not encoded in UTF-8", { cause: error });
    }
    return XmlSource.parse(text);
  }

  toString(): string {
    return this.root.toString();
  }

  /** Whether an element is part of this file, that is, has not been removed. */
  contains(element: SourceElement): boolean {
    let top = element;
    while (top.parent !== undefined) top = top.parent;
    return top === this.root;
  }

  /**
   * Sets a value through the encoder; keeps the quotes, adds the attribute when it is missing. The same value changes nothing.
   * @throws UnsafeValueError
   */
  setAttribute(element: SourceElement, name: string, value: string, options?: EncodeOptions): void {
    this.#require(element);
    encodeAttribute(value, name, options);
    writeAttribute(element, name, value);
  }

  /** Removes an attribute with the blanks before it; nothing happens when there is none. */
  removeAttribute(element: SourceElement, name: string): void {
    this.#require(element);
    const kept = element.attributeList.filter((attribute) => attribute.name !== name);
    element.attributeList.splice(0, element.attributeList.length, ...kept);
  }

  /** Removes an element, and its line when nothing else stands on it. */
  removeElement(element: SourceElement): void {
    const parent = this.#require(element);
    cutElement(element);
    element.parent = undefined;
    mergeTexts(parent);
  }

  /**
   * Adds markup as the last child, on a line of its own indented like its siblings where they have lines of their own. Values in it must
   * have gone through `encodeAttribute` or `encodeText`.
   * @returns the first element inserted
   * @throws UnsafeValueError, XmlSyntaxError
   */
  insertChild(parent: SourceElement, xmlText: string, options?: EncodeOptions): SourceElement {
    if (parent !== this.root) this.#require(parent);
    const last = parent.children.at(-1);
    if (last !== undefined) return this.insertAfter(last, xmlText, options);
    const inner = parent === this.root ? "" : indentOf(parent) + unitOf(parent);
    const lineEnd = lineEndOf(parent);
    const fragment = parseFragment(xmlText, lineEnd + inner, options);
    openTag(parent);
    const tail = takeTail(parent);
    const outer = tail === "" ? lineEnd + indentOf(parent) : tail;
    const lead = parent === this.root && isBlank(parent) ? "" : lineEnd + inner;
    this.#place(parent, parent.nodes.length, [textNode(lead), ...fragment.nodes, textNode(outer)]);
    return fragment.first;
  }

  /** Adds markup before an element, separated from it as it is from what precedes it. */
  insertBefore(element: SourceElement, xmlText: string, options?: EncodeOptions): SourceElement {
    const parent = this.#require(element);
    const { fragment, lead } = prepareSibling(element, xmlText, options);
    const index = parent.nodes.indexOf(element);
    this.#place(parent, index, [...fragment.nodes, textNode(lead)]);
    return fragment.first;
  }

  /** Adds markup after an element and the comment that ends its line. */
  insertAfter(element: SourceElement, xmlText: string, options?: EncodeOptions): SourceElement {
    const parent = this.#require(element);
    const { fragment, lead } = prepareSibling(element, xmlText, options);
    const index = parent.nodes.indexOf(endOfLine(element)) + 1;
    const tail = needsLineEnd(parent, index) ? lineEndOf(parent) : "";
    this.#place(parent, index, [textNode(lead), ...fragment.nodes, textNode(tail)]);
    return fragment.first;
  }

  /**
   * Replaces the character data of an element without child elements; comments stay.
   * @throws SourceEditError when there are child elements, UnsafeValueError
   */
  replaceText(element: SourceElement, value: string, options?: EncodeOptions): void {
    this.#require(element);
    const raw = encodeText(value, element.name, options);
    if (element.children.length > 0) throw new SourceEditError(`<${element.name}> has children`);
    if (element.text === value) return;
    openTag(element);
    const kept = element.nodes.filter((node) => node.kind !== "text" && node.kind !== "cdata");
    element.nodes.splice(0, element.nodes.length, textNode(raw), ...kept);
    mergeTexts(element);
  }

  #place(parent: SourceElement, index: number, nodes: readonly SourceNode[]): void {
    for (const node of nodes) if (node instanceof SourceElement) node.parent = parent;
    parent.nodes.splice(index, 0, ...nodes);
    mergeTexts(parent);
  }

  /** @returns the parent of an element that is part of this file */
  #require(element: SourceElement): SourceElement {
    if (!this.contains(element) || element.parent === undefined) {
      throw new SourceEditError(`<${element.name}> is no element of this file`);
    }
    return element.parent;
  }
}

function prepareSibling(
  element: SourceElement,
  xmlText: string,
  options: EncodeOptions | undefined,
): { fragment: Fragment; lead: string } {
  const copied = leadOf(element);
  // FreeSWITCH drops a line with <include> or </include> as a whole, so nothing else may stand on it.
  const mustBreak = element.parent?.name === "include" && !/[\r\n]/.test(copied);
  const lead = mustBreak ? lineEndOf(element) + copied : copied;
  const lineBreak = /[\r\n]/.test(lead) ? lead : lineEndOf(element);
  return { fragment: parseFragment(xmlText, lineBreak, options), lead };
}

function needsLineEnd(parent: SourceElement, index: number): boolean {
  if (parent.name !== "include") return false;
  return parent.nodes.slice(index).every((node) => isRawText(node) && !/[\r\n]/.test(node.raw));
}

function openTag(element: SourceElement): void {
  if (!element.selfClosing) return;
  element.selfClosing = false;
  element.tagTail = "";
  element.closeTag = `</${element.name}>`;
}

/** Takes the line end and indentation before the closing tag off, so that something can be put before them. */
function takeTail(parent: SourceElement): string {
  const last = parent.nodes.at(-1);
  if (!isRawText(last)) return "";
  const { head, tail } = splitTail(last.raw);
  last.raw = head;
  return tail;
}

// A byte order mark counts as a blank here, and `trim` takes it for one.
function isBlank(parent: SourceElement): boolean {
  return parent.nodes.every((node) => isRawText(node) && node.raw.trim() === "");
}
