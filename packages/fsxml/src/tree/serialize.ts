import { AsciiWriter, type Specials, specialsOf } from "./ascii-writer.js";
import type { XmlElement } from "./element.js";

const LF = 10;
const BLANK = 32;
const GREATER = 62;

/**
 * Prints a tree as `xml_locate` does: no prolog, two blanks per level on top of the text the tree holds, an element without
 * children as `<x a="b"></x>`, characters outside ASCII as references, a line feed at the end.
 */
export function serialize(element: XmlElement): string {
  const printer = new Printer();
  printer.element(element, 0);
  return printer.toString();
}

class Printer {
  readonly #out = new AsciiWriter();

  toString(): string {
    return this.#out.toString();
  }

  element(element: XmlElement, level: number): void {
    const out = this.#out;
    if (out.last === GREATER) out.write("\n");
    out.repeat(BLANK, 2 * level);
    this.#startTag(element);
    if (element.children.length > 0) this.#children(element, level);
    else this.#encoded(element.text, 0, element.text.length, CONTENT_SPECIALS);
    if (out.last === LF) out.repeat(BLANK, 2 * level);
    out.write("</");
    out.write(element.name);
    out.write(">\n");
  }

  #startTag({ name, attributes }: XmlElement): void {
    const out = this.#out;
    out.write("<");
    out.write(name);
    for (const key in attributes) {
      const value = attributes[key] ?? "";
      out.write(" ");
      out.write(key);
      out.write('="');
      this.#encoded(value, 0, value.length, ATTRIBUTE_SPECIALS);
      out.write('"');
    }
    out.write(">");
  }

  #children({ children, text }: XmlElement, level: number): void {
    let printed = 0;
    for (const child of children) {
      const offset = Math.min(child.offset ?? 0, text.length);
      // switch_xml_ampencode takes a length of 0 for "all of it": neighbours without anything between them make
      // switch_xml_toxml_r print the rest of the text, and print it again where it belongs.
      this.#encoded(text, printed, offset > printed ? offset : text.length, CONTENT_SPECIALS);
      this.element(child, level + 1);
      printed = offset;
    }
    this.#encoded(text, printed, text.length, CONTENT_SPECIALS);
  }

  #encoded(text: string, from: number, to: number, specials: Specials): void {
    const out = this.#out;
    for (let at = out.copy(text, from, to, specials); at < to; ) {
      // From the first `<!` on nothing is escaped (switch_xml_ampencode calls it immune).
      if (at + 1 < to && text.startsWith("<!", at)) return out.write(text.slice(at, to));
      const code = text.codePointAt(at) ?? 0;
      out.write(NAMED[code] ?? `&#x${code.toString(16).toUpperCase()};`);
      at = out.copy(text, at + (code > 0xffff ? 2 : 1), to, specials);
    }
  }
}

const ATTRIBUTE_SPECIALS = specialsOf('&<>"\n\t\r');
const CONTENT_SPECIALS = specialsOf("&<>\r");

/** By character code. */
const NAMED: Readonly<Record<number, string>> = {
  38: "&amp;",
  60: "&lt;",
  62: "&gt;",
  34: "&quot;",
};
