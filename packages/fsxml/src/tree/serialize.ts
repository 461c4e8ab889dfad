import type { XmlElement } from "./element.js";

const INDENT = "  ";

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
  #parts: string[] = [];
  #last = "";

  toString(): string {
    return this.#parts.join("");
  }

  element(element: XmlElement, level: number): void {
    if (this.#last === ">") this.#write("\n");
    this.#write(INDENT.repeat(level) + startTag(element));
    if (element.children.length > 0) this.#children(element, level);
    else this.#write(encodeContent(element.text));
    if (this.#last === "\n") this.#write(INDENT.repeat(level));
    this.#write(`</${element.name}>\n`);
  }

  #children({ children, text }: XmlElement, level: number): void {
    let printed = 0;
    for (const child of children) {
      const offset = Math.min(child.offset ?? 0, text.length);
      // switch_xml_ampencode takes a length of 0 for "all of it": neighbours without anything between them make
      // switch_xml_toxml_r print the rest of the text, and print it again where it belongs.
      this.#write(
        encodeContent(offset > printed ? text.slice(printed, offset) : text.slice(printed)),
      );
      this.element(child, level + 1);
      printed = offset;
    }
    this.#write(encodeContent(text.slice(printed)));
  }

  #write(text: string): void {
    if (text === "") return;
    this.#parts.push(text);
    this.#last = text.charAt(text.length - 1);
  }
}

function startTag({ name, attributes }: XmlElement): string {
  let tag = `<${name}`;
  for (const key in attributes) tag += ` ${key}="${encodeAttributeValue(attributes[key] ?? "")}"`;
  return `${tag}>`;
}

const ATTRIBUTE_SPECIALS = /[&<>"\n\t\r]|[^\0-\x7f]/u;
const CONTENT_SPECIALS = /[&<>\r]|[^\0-\x7f]/u;

function encodeAttributeValue(value: string): string {
  return ATTRIBUTE_SPECIALS.test(value) ? encode(value, /[&<>"\n\t\r]|[^\0-\x7f]/gu) : value;
}

function encodeContent(text: string): string {
  return CONTENT_SPECIALS.test(text) ? encode(text, /[&<>\r]|[^\0-\x7f]/gu) : text;
}

// From the first `<!` on nothing is escaped (switch_xml_ampencode calls it immune).
function encode(text: string, specials: RegExp): string {
  const immuneAt = text.indexOf("<!");
  if (immuneAt < 0) return text.replace(specials, reference);
  return text.slice(0, immuneAt).replace(specials, reference) + text.slice(immuneAt);
}

const NAMED: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function reference(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return NAMED[character] ?? `&#x${code.toString(16).toUpperCase()};`;
}
