import { escapeMarkup } from "../encode/index.js";
import { SourceEditError } from "../errors.js";
import type { SourceElement } from "./nodes.js";

const ATTRIBUTE_NAME = /^[A-Za-z_:][\w:.-]*$/;

/** Writes a value that has been checked; the same value leaves the bytes alone. */
export function writeAttribute(element: SourceElement, name: string, value: string): void {
  if (element.attribute(name) === value) return;
  const raw = escapeMarkup(value);
  const found = element.attributeList.find((attribute) => attribute.name === name);
  if (found === undefined) addAttribute(element, name, raw);
  else if (found.quote !== "") found.raw = raw;
  else Object.assign(found, { equals: "=", quote: '"', raw });
}

function addAttribute(element: SourceElement, name: string, raw: string): void {
  if (!ATTRIBUTE_NAME.test(name)) throw new SourceEditError(`${name} is no name for an attribute`);
  const lead = element.attributeList.at(-1)?.lead || " ";
  element.attributeList.push({ lead, name, equals: "=", quote: '"', raw });
}
