import { SaxesParser, type SaxesTagPlain } from "saxes";
import { XmlDepthError, XmlSyntaxError } from "../errors.js";
import type { XmlElement } from "./element.js";

/** Nesting that no configuration needs; a deeper document is meant to exhaust somebody's stack. */
export const MAX_DEPTH = 256;

/**
 * Parses a well-formed document strictly: unknown entities, duplicate attributes and mismatched tags are errors, document
 * types are not read and nothing is fetched.
 * @returns the root element
 * @throws XmlSyntaxError, or its subclass XmlDepthError beyond `maxDepth` levels
 */
export function parseXml(text: string, options: { maxDepth?: number } = {}): XmlElement {
  const builder = new TreeBuilder(options.maxDepth ?? MAX_DEPTH);
  const parser = builder.parser;
  // A byte order mark is no part of the document, but saxes takes it only at the very start of its first chunk.
  parser.write(text).close();
  return builder.root();
}

class TreeBuilder {
  readonly parser = new SaxesParser();
  readonly #open: XmlElement[] = [];
  #root: XmlElement | undefined;

  constructor(readonly maxDepth: number) {
    this.parser.on("opentag", (tag: SaxesTagPlain) => this.#opened(tag));
    this.parser.on("closetag", () => this.#open.pop());
    this.parser.on("text", (text) => this.#addText(text));
    this.parser.on("cdata", (text) => this.#addText(text));
    this.parser.on("error", (error) => {
      throw this.#syntaxError(error);
    });
  }

  root(): XmlElement {
    if (this.#root === undefined) throw new XmlSyntaxError("document has no root element", 1, 1);
    return this.#root;
  }

  #opened(tag: SaxesTagPlain): void {
    const parent = this.#open.at(-1);
    const element: XmlElement = {
      name: tag.name,
      attributes: tag.attributes,
      children: [],
      text: "",
      offset: parent === undefined ? 0 : parent.text.length,
    };
    if (parent === undefined) this.#root = element;
    else parent.children.push(element);
    if (this.#open.push(element) > this.maxDepth) throw this.#tooDeep();
  }

  #addText(text: string): void {
    const element = this.#open.at(-1);
    if (element !== undefined) element.text += text;
  }

  #tooDeep(): XmlDepthError {
    return new XmlDepthError(this.maxDepth, this.parser.line, this.parser.column + 1);
  }

  #syntaxError(error: Error): XmlSyntaxError {
    // saxes puts "line:column: " in front of its own words; both are data of ours.
    const reason = error.message.replace(/^[^\s]*\d+:\d+: /, "");
    return new XmlSyntaxError(reason, this.parser.line, this.parser.column + 1);
  }
}
