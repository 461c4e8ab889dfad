import { ByteText } from "./byte-text.js";
import type { EventParts } from "./event-parts.js";
import { type SpanIndex, SpanSource } from "./span-source.js";
import type { Decoded } from "./utf8.js";
import { scanXmlHeaders, unescapeXml, xmlElements } from "./xml-format.js";

interface Layout {
  readonly index: SpanIndex;
  readonly complete: boolean;
  /** Where `</headers>` stands. */
  readonly end: number;
}

export const readXml = (payload: Buffer): EventParts => new XmlPayload(payload);

/** `<event>` with `<headers>`, and with `<Content-Length>` and `<body>` when there is one. */
export class XmlPayload implements EventParts {
  readonly source: SpanSource;
  readonly #block: ByteText;
  #laidOut: Layout | undefined;

  constructor(payload: Buffer) {
    this.#block = new ByteText(payload);
    this.source = new SpanSource(this.#block, xmlElements, () => this.#layout().index);
  }

  body(): Decoded | undefined {
    const { text } = this.#block;
    const { end } = this.#layout();
    const open = text.indexOf("<body>", end);
    // The last one: behind a raw "<!" the body may hold anything (switch_xml_ampencode).
    const close = text.lastIndexOf("</body>");
    if (open < 0 || close < open) return undefined;
    const raw = this.#block.slice(open + "<body>".length, close);
    const length = /<Content-Length>(\d{1,9})<\/Content-Length>/.exec(text.slice(end, open))?.[1];
    const content = dropIndent(unescapeXml(raw.text), length);
    return content === "" ? undefined : { text: content, lossy: raw.lossy };
  }

  isDamaged(): boolean {
    return !this.#layout().complete || !this.#block.text.trimEnd().endsWith("</event>");
  }

  #layout(): Layout {
    this.#laidOut ??= scanXmlHeaders(this.#block.text);
    return this.#laidOut;
  }
}

/** switch_xml_toxml_r indents a closing tag that follows a line feed, even when that line feed ends the text. */
function dropIndent(text: string, length: string | undefined): string {
  const extra = length === undefined ? 0 : Buffer.byteLength(text) - Number(length);
  return extra > 0 && text.endsWith(" ".repeat(Math.min(extra, text.length)))
    ? text.slice(0, -extra)
    : text;
}
