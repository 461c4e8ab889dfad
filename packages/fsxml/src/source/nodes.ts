import { decodeReferences } from "../tree/references.js";

/** Everything between elements that is kept as it is written. */
export interface RawNode {
  readonly kind: "text" | "comment" | "cdata" | "instruction" | "doctype";
  raw: string;
}

/** An attribute with every byte around it: `lead name equals quote raw quote`. */
export interface SourceAttribute {
  /** Blanks before the name. */
  lead: string;
  readonly name: string;
  /** `=` with the blanks around it, or empty for an attribute without a value. */
  equals: string;
  quote: string;
  raw: string;
}

export type SourceNode = RawNode | SourceElement;

/** Name of the element that stands for the whole file. */
export const DOCUMENT_NAME = "#document";

/** An element of a source file. Reading is free; edits go through XmlSource. */
export class SourceElement {
  readonly kind = "element";
  parent: SourceElement | undefined;
  readonly nodes: SourceNode[] = [];
  readonly attributeList: SourceAttribute[] = [];
  /** Blanks before the end of the start tag. */
  tagTail = "";
  selfClosing = false;
  /** The closing tag as written, empty for a self-closing element. */
  closeTag = "";

  constructor(readonly name: string) {}

  /** Child elements in document order. */
  get children(): SourceElement[] {
    return this.nodes.filter((node) => node instanceof SourceElement);
  }

  /** The decoded value of an attribute, of a repeated one the first; undefined when there is none. */
  attribute(name: string): string | undefined {
    const found = this.attributeList.find((attribute) => attribute.name === name);
    return found === undefined ? undefined : decodeReferences(found.raw.replace(/\s/g, " "));
  }

  /** Decoded character data directly inside this element. */
  get text(): string {
    return this.nodes.map(characterData).join("");
  }

  /** All attributes, decoded, in the order they are written. */
  get attributes(): Record<string, string> {
    const values: Record<string, string> = Object.create(null);
    for (const { name } of this.attributeList) values[name] ??= this.attribute(name) ?? "";
    return values;
  }

  toString(): string {
    const inner = this.nodes.map(nodeText).join("");
    if (this.name === DOCUMENT_NAME) return inner;
    const attributes = this.attributeList.map(attributeText).join("");
    const start = `<${this.name}${attributes}${this.tagTail}`;
    return this.selfClosing ? `${start}/>` : `${start}>${inner}${this.closeTag}`;
  }
}

function characterData(node: SourceNode): string {
  if (node.kind === "cdata") return node.raw.slice("<![CDATA[".length, -"]]>".length);
  return node.kind === "text" ? decodeReferences(node.raw) : "";
}

function attributeText({ lead, name, equals, quote, raw }: SourceAttribute): string {
  return `${lead}${name}${equals}${quote}${raw}${quote}`;
}

export function nodeText(node: SourceNode): string {
  return node instanceof SourceElement ? node.toString() : node.raw;
}
