import { XmlDepthError, XmlSyntaxError } from "../errors.js";
import { equalsIgnoreCase } from "../tree/ignore-case.js";
import { MAX_DEPTH } from "../tree/parse-xml.js";
import { DOCUMENT_NAME, type RawNode, SourceElement } from "./nodes.js";

const NAME = /[A-Za-z_:\u0080-\uffff][^\s/>]*/y;
const ATTRIBUTE = /(\s*)([^\s=/>]+)(?:(\s*=\s*)(?:"([^"]*)"|'([^']*)'))?/y;
const TAG_END = /(\s*)(\/?)>/y;
const CLOSE_TAG = /<\/([^\s>]+)\s*>/y;

const RAW_FORMS: readonly (readonly [string, string, RawNode["kind"]])[] = [
  ["<!--", "-->", "comment"],
  ["<![CDATA[", "]]>", "cdata"],
  ["<?", "?>", "instruction"],
];

/**
 * Takes a source file apart without losing a byte: joined again, the nodes are the text. Accepts what hand-written files of a tree hold:
 * several top elements, X-PRE-PROCESS tags, a byte order mark, either kind of quote.
 * @returns the element that stands for the file
 * @throws XmlSyntaxError, XmlDepthError
 */
export function parseSource(text: string): SourceElement {
  return new SourceParser(text).parse();
}

class SourceParser {
  readonly #document = new SourceElement(DOCUMENT_NAME);
  #current = this.#document;
  #depth = 0;
  #at = 0;

  constructor(readonly text: string) {}

  parse(): SourceElement {
    while (this.#at < this.text.length) {
      if (this.text[this.#at] === "<") this.#markup();
      else this.#text();
    }
    if (this.#current !== this.#document)
      throw this.#error(`<${this.#current.name}> is not closed`);
    return this.#document;
  }

  #text(): void {
    const next = this.text.indexOf("<", this.#at);
    this.#addRaw("text", next < 0 ? this.text.length : next);
  }

  #markup(): void {
    const form = RAW_FORMS.find(([opening]) => this.text.startsWith(opening, this.#at));
    if (form !== undefined) this.#raw(...form);
    else if (this.text.startsWith("<!DOCTYPE", this.#at)) this.#doctype();
    else if (this.text.startsWith("</", this.#at)) this.#closeTag();
    else this.#openTag();
  }

  #raw(opening: string, closing: string, kind: RawNode["kind"]): void {
    const end = this.text.indexOf(closing, this.#at + opening.length);
    if (end < 0) throw this.#error(`${opening} is not closed`);
    this.#addRaw(kind, end + closing.length);
  }

  #doctype(): void {
    const found = this.#match(/<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>/y);
    if (found === undefined) throw this.#error("<!DOCTYPE is not closed");
    this.#addRaw("doctype", this.#at + found[0].length);
  }

  #addRaw(kind: RawNode["kind"], end: number): void {
    this.#current.nodes.push({ kind, raw: this.text.slice(this.#at, end) });
    this.#at = end;
  }

  #openTag(): void {
    const start = this.#at++;
    const name = this.#match(NAME)?.[0];
    if (name === undefined) throw this.#error("unexpected <", start);
    this.#at += name.length;
    const element = new SourceElement(name);
    this.#attributes(element);
    const end = this.#match(TAG_END);
    if (end === undefined) throw this.#error(`the tag <${name}> is not closed`, start);
    this.#at += end[0].length;
    element.tagTail = end[1] ?? "";
    element.selfClosing = end[2] === "/";
    this.#enter(element, start);
  }

  #attributes(element: SourceElement): void {
    for (;;) {
      if (this.#match(TAG_END) !== undefined) return;
      const found = this.#match(ATTRIBUTE);
      if (found === undefined) return;
      const [whole, lead = "", name = "", equals = "", double, single] = found;
      const quote = double !== undefined ? '"' : single !== undefined ? "'" : "";
      element.attributeList.push({ lead, name, equals, quote, raw: double ?? single ?? "" });
      this.#at += whole.length;
    }
  }

  #enter(element: SourceElement, start: number): void {
    element.parent = this.#current;
    this.#current.nodes.push(element);
    if (element.selfClosing || isCommand(element.name)) return;
    this.#current = element;
    if (++this.#depth > MAX_DEPTH) {
      const { line, column } = this.#position(start);
      throw new XmlDepthError(MAX_DEPTH, line, column);
    }
  }

  #closeTag(): void {
    const found = this.#match(CLOSE_TAG);
    if (found === undefined) throw this.#error("a closing tag is not closed");
    const [whole, name = ""] = found;
    if (isCommand(name)) {
      this.#addRaw("instruction", this.#at + whole.length);
      return;
    }
    if (this.#current.parent === undefined || this.#current.name !== name) {
      throw this.#error(`unexpected closing tag </${name}>`);
    }
    this.#current.closeTag = whole;
    this.#current = this.#current.parent;
    this.#depth--;
    this.#at += whole.length;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.text) ?? undefined;
  }

  #error(reason: string, at = this.#at): XmlSyntaxError {
    const { line, column } = this.#position(at);
    return new XmlSyntaxError(reason, line, column);
  }

  #position(at: number): { line: number; column: number } {
    const before = this.text.slice(0, at).split("\n");
    return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
  }
}

// The preprocessor takes commands out line by line, so whether one is closed is nobody's concern.
function isCommand(name: string): boolean {
  return equalsIgnoreCase(name, "X-PRE-PROCESS");
}
