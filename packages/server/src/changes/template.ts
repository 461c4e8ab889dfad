import { encodeAttribute, FsxmlError, type SourceElement, XmlSource } from "@parley/fsxml";
import { TemplateError } from "./errors.js";

const PLACEHOLDER = /\{\{(\w+)\}\}/g;
/** The default PINs of the tree; everything else with `$${…}` is refused by the encoder. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  conpin: ["modconpin", "defconpin"],
};

/** What placeholders are filled with, by their names. */
export type Values = Readonly<Record<string, string>>;

/** A file of the tree with `{{name}}` in its attributes, kept as it is written. */
export class Template {
  readonly source: XmlSource;

  constructor(
    readonly name: string,
    readonly text: string,
  ) {
    try {
      this.source = XmlSource.parse(text);
    } catch (error) {
      if (error instanceof FsxmlError) throw new TemplateError(name, error.message);
      throw error;
    }
  }

  /** The whole file. Throws UnsafeValueError with the value's name, TemplateError for a placeholder nobody knows. */
  render(values: Values): string {
    return this.fill(this.text, values);
  }

  /** A piece of the template's own text with its placeholders filled, ready to stand in an attribute. */
  fill(piece: string, values: Values): string {
    return piece.replace(PLACEHOLDER, (_, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) throw new TemplateError(this.name, this.#unknown(name));
      return encodeAttribute(value, name, { allowVariables: VARIABLES[name] ?? [] });
    });
  }

  #unknown(name: string): string {
    const before = this.text.split(`{{${name}}}`, 1)[0] ?? "";
    return `line ${before.split("\n").length}: {{${name}}} is not known`;
  }
}

/** The names of the placeholders in a piece of template. */
export function placeholders(piece: string): string[] {
  return [...piece.matchAll(PLACEHOLDER)].map((match) => match[1] ?? "");
}

/**
 * Sets an attribute to text that is encoded already: what the template says may hold `$${…}`, which no value may.
 * Answers whether the element has the attribute.
 */
export function setRaw(element: SourceElement, name: string, raw: string): boolean {
  const attribute = element.attributeList.find((candidate) => candidate.name === name);
  if (attribute === undefined) return false;
  const quote =
    attribute.quote === "'" ? raw.replaceAll("'", "&apos;") : raw.replaceAll('"', "&quot;");
  if (attribute.raw !== quote) attribute.raw = quote;
  return true;
}

export function rawAttribute(element: SourceElement, name: string): string | undefined {
  return element.attributeList.find((candidate) => candidate.name === name)?.raw;
}
