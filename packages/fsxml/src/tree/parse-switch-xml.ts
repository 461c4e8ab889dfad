import { SwitchXmlError, XmlDepthError } from "../errors.js";
import { countLineFeeds, cutToBytes, isBlank, isNameStart } from "../text/characters.js";
import type { XmlElement } from "./element.js";
import { decodeAttribute, decodeText, unifyLineEnds } from "./references.js";

/** FreeSWITCH has no limit; beyond this depth whoever walks the tree risks the stack. */
const MAX_SWITCH_DEPTH = 1000;
/** `SWITCH_XML_ERRL`: the text is cut after this many bytes. */
const MAX_ERROR_BYTES = 127;

const LF = 10;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const SLASH = 47;
const EQUALS = 61;
const GREATER = 62;

/**
 * Parses a preprocessed tree by the rules of switch_xml.c, which are laxer than XML in some places (unknown entities stay, the first of
 * duplicate attributes wins, text around the root element is ignored) and stricter in one: `--` ends a comment.
 * Entity declarations of a document type are not read.
 * @returns the root element
 * @throws SwitchXmlError whose message is FreeSWITCH's, e.g. `[error near line 12]: unexpected closing tag </x>`
 */
export function parseSwitchXml(text: string): XmlElement {
  if (text === "") throw emptyFile();
  return new SwitchParser(text).parse();
}

// An empty file is not parsed at all (switch_xml_parse_fd), so there is no line to name.
function emptyFile(): SwitchXmlError {
  const message = "Cannot Open log directory or XML Root!";
  return new SwitchXmlError(message, undefined, message);
}

class SwitchParser {
  readonly #text: string;
  /** FreeSWITCH overwrites the last character with its end mark and remembers it. */
  readonly #end: number;
  readonly #endsWithGreater: boolean;
  #at = 0;
  /** Where the present construct begins; errors are counted up to here. */
  #start = 0;
  #root: XmlElement | undefined;
  #open: XmlElement[] = [];
  #current: XmlElement | undefined;
  /** Line feeds before #start that FreeSWITCH has overwritten and therefore does not count. */
  #lostLines = 0;
  /** The same for the construct that begins at #start. */
  #lostInside = 0;

  constructor(text: string) {
    this.#text = text;
    const nul = text.indexOf("\0");
    this.#end = nul < 0 ? text.length - 1 : Math.min(nul, text.length - 1);
    this.#endsWithGreater = text.endsWith(">");
  }

  parse(): XmlElement {
    this.#at = this.#indexOf("<", 0);
    this.#start = this.#at;
    while (this.#at < this.#end) {
      this.#begin(++this.#at);
      this.#markup();
      if (this.#at >= this.#end || !this.#content()) break;
    }
    return this.#finished();
  }

  #begin(start: number): void {
    this.#start = start;
    this.#lostLines += this.#lostInside;
    this.#lostInside = 0;
  }

  #finished(): XmlElement {
    if (this.#root === undefined) throw this.#error("root tag missing");
    if (this.#current !== undefined) throw this.#error(`unclosed tag <${this.#current.name}>`);
    return this.#root;
  }

  /** Consumes one construct after its `<`; leaves #at on its last character. */
  #markup(): void {
    const code = this.#code(this.#at);
    if (isNameStart(code)) this.#openTag();
    else if (code === SLASH) this.#closeTag();
    else if (this.#text.startsWith("!--", this.#at)) this.#comment();
    else if (this.#text.startsWith("![CDATA[", this.#at)) this.#cdata();
    else if (this.#text.startsWith("!DOCTYPE", this.#at)) this.#doctype();
    else if (this.#text.startsWith("?", this.#at)) this.#instruction();
    else throw this.#error("unexpected <");
  }

  /** Consumes character data up to the next `<`; false at the end of the text. */
  #content(): boolean {
    const from = this.#at + 1;
    this.#begin(from);
    this.#at = this.#indexOf("<", from);
    if (this.#at >= this.#end) return false;
    if (this.#at > from && this.#current !== undefined) {
      const raw = this.#text.slice(from, this.#at);
      this.#addText(this.#current, raw, decodeText(raw));
    }
    return true;
  }

  /** FreeSWITCH decodes in place, so a line feed written as a reference, or a lone CR, counts as a line from then on. */
  #addText(element: XmlElement, raw: string, decoded: string): void {
    element.text += decoded;
    if (decoded === raw) return;
    this.#lostInside -= countLineFeeds(decoded, 0, decoded.length);
    this.#lostInside += countLineFeeds(raw, 0, raw.length);
  }

  #openTag(): void {
    if (this.#root !== undefined && this.#current === undefined) {
      throw this.#error("markup outside of root element");
    }
    const name = this.#name();
    this.#countLost(this.#at, this.#skipBlanks());
    const attributes = this.#attributes();
    const code = this.#code(this.#at);
    const closed = code === SLASH;
    if (closed) this.#at++;
    if (!this.#atGreater()) throw this.#error("missing >");
    this.#enter({ name, attributes, children: [], text: "", offset: 0 });
    if (closed) this.#leave();
  }

  #name(): string {
    const from = this.#at;
    let at = from;
    for (; at < this.#end; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === SLASH || code === GREATER || isBlank(code)) break;
    }
    this.#at = at;
    return this.#text.slice(from, at);
  }

  #attributes(): Record<string, string> {
    const attributes: Record<string, string> = Object.create(null);
    for (;;) {
      const code = this.#code(this.#at);
      if (code === 0 || code === SLASH || code === GREATER) return attributes;
      const name = this.#attributeName();
      const value = this.#attributeValue();
      if (attributes[name] === undefined) attributes[name] = value;
      this.#skipBlanks();
    }
  }

  #attributeName(): string {
    const from = this.#at;
    let at = from;
    for (; at < this.#end; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === EQUALS || code === SLASH || code === GREATER || isBlank(code)) break;
    }
    this.#at = at;
    return this.#text.slice(from, at);
  }

  /** What follows a name: `=` and a quoted value, or nothing of the kind, which is an empty value. */
  #attributeValue(): string {
    const code = this.#code(this.#at);
    if (code !== EQUALS && !isBlank(code)) return "";
    if (code === LF) this.#lostInside++;
    this.#at++;
    while (this.#code(this.#at) === EQUALS || isBlank(this.#code(this.#at))) this.#at++;
    const quote = this.#code(this.#at);
    if (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE) return "";
    const from = this.#at + 1;
    const to = this.#indexOf(quote === DOUBLE_QUOTE ? '"' : "'", from);
    if (to >= this.#end) throw this.#error(`missing ${String.fromCharCode(quote)}`);
    this.#at = to + 1;
    const raw = this.#text.slice(from, to);
    const value = decodeAttribute(raw);
    if (value !== raw) this.#countLost(from, to);
    return value;
  }

  #closeTag(): void {
    const from = this.#at + 1;
    this.#start = from;
    let at = from;
    while (at < this.#end && !isBlank(this.#code(at)) && this.#code(at) !== GREATER) at++;
    this.#at = at;
    if (at >= this.#end && !this.#endsWithGreater) throw this.#error("missing >");
    const name = this.#text.slice(from, at);
    if (this.#current?.name !== name) {
      this.#start = at;
      throw this.#error(`unexpected closing tag </${name}>`);
    }
    this.#leave();
    if (isBlank(this.#code(at))) this.#skipBlanks();
  }

  #comment(): void {
    this.#at = this.#indexOf("--", this.#at + 3) + 2;
    if (!this.#atGreater()) throw this.#error("unclosed <!--");
  }

  #cdata(): void {
    const from = this.#at + "![CDATA[".length;
    const to = this.#text.indexOf("]]>", this.#at);
    if (to < 0 || to + 2 >= this.#end) throw this.#error("unclosed <![CDATA[");
    this.#at = to + 2;
    if (this.#current === undefined) return;
    const raw = this.#text.slice(from, to);
    this.#addText(this.#current, raw, unifyLineEnds(raw));
  }

  #doctype(): void {
    const from = this.#at;
    const subset = /\[[\s\S]*?\][\t\r\n ]*>/y;
    const opening = this.#text.slice(from, this.#end).search(/[[>]/);
    subset.lastIndex = from + opening;
    const matched = opening >= 0 && subset.test(this.#text);
    this.#at = matched ? subset.lastIndex - 1 : opening < 0 ? this.#end : from + opening;
    if (!this.#atGreater()) throw this.#error("unclosed <!DOCTYPE");
  }

  #instruction(): void {
    this.#at = this.#indexOf("?>", this.#at) + 1;
    if (!this.#atGreater()) throw this.#error("unclosed <?");
  }

  #enter(element: XmlElement): void {
    const parent = this.#current;
    if (parent === undefined) this.#root = element;
    else {
      element.offset = parent.text.length;
      parent.children.push(element);
    }
    this.#open.push(element);
    this.#current = element;
    if (this.#open.length > MAX_SWITCH_DEPTH) throw this.#tooDeep();
  }

  #leave(): void {
    this.#open.pop();
    this.#current = this.#open[this.#open.length - 1];
  }

  #code(at: number): number {
    return at < this.#end ? this.#text.charCodeAt(at) : 0;
  }

  /** Whether #at is on a `>`, or at the end of a text that ended with one. */
  #atGreater(): boolean {
    if (this.#at < this.#end) return this.#text.charCodeAt(this.#at) === GREATER;
    return this.#at === this.#end && this.#endsWithGreater;
  }

  #indexOf(wanted: string, from: number): number {
    const at = this.#text.indexOf(wanted, from);
    return at < 0 || at > this.#end ? this.#end : at;
  }

  #skipBlanks(): number {
    while (isBlank(this.#code(this.#at))) this.#at++;
    return this.#at;
  }

  #countLost(from: number, to: number): void {
    this.#lostInside += countLineFeeds(this.#text, from, to);
  }

  #line(): number {
    return 1 + countLineFeeds(this.#text, 0, this.#start) - this.#lostLines;
  }

  #error(reason: string): SwitchXmlError {
    const line = this.#line();
    const message = `[error near line ${line}]: ${reason}`;
    return new SwitchXmlError(cutToBytes(message, MAX_ERROR_BYTES), line, reason);
  }

  #tooDeep(): XmlDepthError {
    const lineStart = this.#text.lastIndexOf("\n", this.#start) + 1;
    return new XmlDepthError(MAX_SWITCH_DEPTH, this.#line(), this.#start - lineStart + 1);
  }
}
