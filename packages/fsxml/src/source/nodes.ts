import { decodeAttribute, decodeText, unifyLineEnds } from "../tree/references.js";

/** Everything between elements that is kept as it is written. */
export interface RawNode {
  readonly kind: "text" | "comment" | "cdata" | "instruction" | "doctype";
  raw: string;
}

/** An attribute with every byte around it: `lead name equals quote raw quote`. */
export interface SourceAttribute {
  /** Blanks before the name. */
  readonly lead: string;
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
    return found === undefined ? undefined : decodeAttribute(found.raw);
  }

  /** All attributes, decoded, in the order they are written. */
  get attributes(): Record<string, string> {
    const values: Record<string, string> = Object.create(null);
    for (const { name, raw } of this.attributeList) values[name] ??= decodeAttribute(raw);
    return values;
  }

  /** Decoded character data directly inside this element. */
  get text(): string {
    return this.nodes.map(characterData).join("");
  }

  /** The source text of this element, byte for byte. */
  toString(): string {
    const parts: string[] = [];
    writeNode(this, parts);
    return parts.join("");
  }
}

function characterData(node: SourceNode): string {
  if (node.kind === "cdata")
    return unifyLineEnds(node.raw.slice("<![CDATA[".length, -"]]>".length));
  return node.kind === "text" ? decodeText(node.raw) : "";
}

function writeNode(node: SourceNode, parts: string[]): void {
  if (!(node instanceof SourceElement)) {
    parts.push(node.raw);
    return;
  }
  const isDocument = node.name === DOCUMENT_NAME;
  if (!isDocument) parts.push(startTag(node));
  for (const child of node.nodes) writeNode(child, parts);
  if (!isDocument) parts.push(node.closeTag);
}

function startTag({ name, attributeList, tagTail, selfClosing }: SourceElement): string {
  const attributes = attributeList.map(
    ({ lead, name: key, equals, quote, raw }) => `${lead}${key}${equals}${quote}${raw}${quote}`,
  );
  return `<${name}${attributes.join("")}${tagTail}${selfClosing ? "/>" : ">"}`;
}
