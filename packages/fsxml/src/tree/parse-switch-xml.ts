import { SwitchXmlError } from "../errors.js";
import type { AttributeList } from "./attribute-list.js";
import type { XmlElement } from "./element.js";
import { readSwitchXml, type SwitchXmlHandler } from "./read-switch-xml.js";

/**
 * Parses a preprocessed tree by the rules of switch_xml.c; see {@link readSwitchXml}, which says what it throws.
 * @returns the root element
 */
export function parseSwitchXml(text: string): XmlElement {
  const builder = new TreeBuilder();
  readSwitchXml(text, builder);
  return builder.root();
}

class TreeBuilder implements SwitchXmlHandler {
  #root: XmlElement | undefined;
  /** By depth: the elements that are open, the pieces of their text, and how long these are together. */
  readonly #open: XmlElement[] = [];
  readonly #pieces: string[][] = [];
  readonly #lengths: number[] = [];
  #depth = -1;

  root(): XmlElement {
    if (this.#root === undefined) throw new SwitchXmlError("root tag missing", undefined, "");
    return this.#root;
  }

  open(name: string, attributes: AttributeList): void {
    const parent = this.#open[this.#depth];
    const offset = this.#lengths[this.#depth] ?? 0;
    const element: XmlElement = {
      name,
      attributes: attributes.toRecord(),
      children: [],
      text: "",
      offset,
    };
    if (parent === undefined) this.#root = element;
    else parent.children.push(element);
    this.#depth++;
    this.#open[this.#depth] = element;
    this.#lengths[this.#depth] = 0;
    this.#pieces[this.#depth] ??= [];
  }

  text(text: string): void {
    this.#pieces[this.#depth]?.push(text);
    this.#lengths[this.#depth] = (this.#lengths[this.#depth] ?? 0) + text.length;
  }

  /** Joined at once: a text that grows piece by piece is a chain of all its pieces to V8. */
  close(): void {
    const pieces = this.#pieces[this.#depth] ?? [];
    const element = this.#open[this.#depth];
    if (element !== undefined && pieces.length > 0) {
      element.text = pieces.length === 1 ? (pieces[0] ?? "") : pieces.join("");
      pieces.length = 0;
    }
    this.#depth--;
  }
}
