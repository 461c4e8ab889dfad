import { SwitchXmlError, XmlDepthError } from "../errors.js";
import { countLineFeeds, cutToBytes, isBlank, isNameStart } from "../text/characters.js";
import { AttributeList } from "./attribute-list.js";
import { decodeAttribute, decodeText, unifyLineEnds } from "./references.js";
import { StringPool } from "./string-pool.js";

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

/** What a document consists of, in its order. Whatever was handed over before an error counts for nothing. */
export interface SwitchXmlHandler {
  /** The list is good for this call only. */
  open(name: string, attributes: AttributeList): void;
  /** Character data inside the element opened last and not closed; it may come in several pieces. */
  text(text: string): void;
  close(): void;
}

/**
 * Reads a preprocessed tree by the rules of switch_xml.c, which are laxer than XML in some places (unknown entities stay, the first of
 * duplicate attributes wins, text around the root element is ignored) and stricter in one: `--` ends a comment.
 * Entity declarations of a document type are not read.
 * @throws SwitchXmlError whose message is FreeSWITCH's, e.g. `[error near line 12]: unexpected closing tag </x>`
 */
export function readSwitchXml(text: string, handler: SwitchXmlHandler): void {
  if (text === "") throw emptyFile();
  new SwitchReader(text, handler).read();
}

// An empty file is not parsed at all (switch_xml_parse_fd), so there is no line to name.
function emptyFile(): SwitchXmlError {
  const message = "Cannot Open log directory or XML Root!";
  return new SwitchXmlError(message, undefined, message);
}

class SwitchReader {
  readonly #text: string;
  readonly #handler: SwitchXmlHandler;
  readonly #pool = new StringPool();
  readonly #attributeList = new AttributeList();
  /** FreeSWITCH overwrites the last character with its end mark and remembers it. */
  readonly #end: number;
  readonly #endsWithGreater: boolean;
  #at = 0;
  /** Where the present construct begins; errors are counted up to here. */
  #start = 0;
  #hasRoot = false;
  /** Names of the elements that are open. */
  readonly #open: string[] = [];
  #current: string | undefined;
  /** Line feeds before #start that FreeSWITCH has overwritten and therefore does not count. */
  #lostLines = 0;
  /** The same for the construct that begins at #start. */
  #lostInside = 0;

  constructor(text: string, handler: SwitchXmlHandler) {
    this.#text = text;
    this.#handler = handler;
    const nul = text.indexOf("\0");
    this.#end = nul < 0 ? text.length - 1 : Math.min(nul, text.length - 1);
    this.#endsWithGreater = text.endsWith(">");
  }

  read(): void {
    this.#at = this.#indexOf("<", 0);
    this.#start = this.#at;
    while (this.#at < this.#end) {
      this.#begin(++this.#at);
      this.#markup();
      if (this.#at >= this.#end || !this.#content()) break;
    }
    if (!this.#hasRoot) throw this.#error("root tag missing");
    if (this.#current !== undefined) throw this.#error(`unclosed tag <${this.#current}>`);
  }

  #begin(start: number): void {
    this.#start = start;
    this.#lostLines += this.#lostInside;
    this.#lostInside = 0;
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
      const raw = this.#pool.slice(this.#text, from, this.#at);
      this.#addText(raw, decodeText(raw));
    }
    return true;
  }

  /** FreeSWITCH decodes in place, so a line feed written as a reference, or a lone CR, counts as a line from then on. */
  #addText(raw: string, decoded: string): void {
    this.#handler.text(decoded);
    if (decoded === raw) return;
    this.#lostInside -= countLineFeeds(decoded, 0, decoded.length);
    this.#lostInside += countLineFeeds(raw, 0, raw.length);
  }

  #openTag(): void {
    if (this.#hasRoot && this.#current === undefined) {
      throw this.#error("markup outside of root element");
    }
    const name = this.#name();
    this.#countLost(this.#at, this.#skipBlanks());
    this.#attributes();
    const code = this.#code(this.#at);
    const closed = code === SLASH;
    if (closed) this.#at++;
    if (!this.#atGreater()) throw this.#error("missing >");
    this.#enter(name);
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
    return this.#pool.slice(this.#text, from, at);
  }

  #attributes(): void {
    this.#attributeList.clear();
    for (;;) {
      const code = this.#code(this.#at);
      if (code === 0 || code === SLASH || code === GREATER) return;
      const name = this.#attributeName();
      this.#attributeList.add(name, this.#attributeValue());
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
    return this.#pool.slice(this.#text, from, at);
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
    const raw = this.#pool.slice(this.#text, from, to);
    const value = decodeAttribute(raw);
    if (value !== raw) this.#countLost(from, to);
    return value;
  }

  #closeTag(): void {
    const from = this.#at + 1;
    this.#start = from;
    if (this.#closesCurrent(from)) return this.#leave();
    let at = from;
    while (at < this.#end && !isBlank(this.#code(at)) && this.#code(at) !== GREATER) at++;
    this.#at = at;
    if (at >= this.#end && !this.#endsWithGreater) throw this.#error("missing >");
    const name = this.#pool.slice(this.#text, from, at);
    if (this.#current !== name) {
      this.#start = at;
      throw this.#error(`unexpected closing tag </${name}>`);
    }
    this.#leave();
    if (isBlank(this.#code(at))) this.#skipBlanks();
  }

  /** The usual case, without making a string of the name. */
  #closesCurrent(from: number): boolean {
    const name = this.#current;
    if (name === undefined || !this.#text.startsWith(name, from)) return false;
    const at = from + name.length;
    if (this.#code(at) !== GREATER) return false;
    this.#at = at;
    return true;
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
    this.#addText(raw, unifyLineEnds(raw));
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

  #enter(name: string): void {
    this.#hasRoot = true;
    this.#current = name;
    if (this.#open.push(name) > MAX_SWITCH_DEPTH) throw this.#tooDeep();
    this.#handler.open(name, this.#attributeList);
  }

  #leave(): void {
    this.#open.pop();
    this.#current = this.#open[this.#open.length - 1];
    this.#handler.close();
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
