import { emptyRecord } from "./record.js";

/**
 * One element of a parsed document. Whether it came from the strict parser or from the one that follows
 * FreeSWITCH's own rules, the shape is the same.
 */
export interface XmlElement {
  name: string;
  /** Without a prototype, so an attribute called `constructor` or `__proto__` is only an attribute. */
  attributes: Record<string, string>;
  children: XmlElement[];
  /** All character data directly inside this element, in order, without that of its children. */
  text: string;
  /**
   * How much of the parent's `text` comes before this element. FreeSWITCH keeps character data this way and needs it
   * to print a tree; elements made by hand may leave it out (0).
   */
  offset?: number;
}

/** A value or its absence, for building attributes. */
export type AttributeInput = Readonly<Record<string, string | undefined>>;

/** An element made by hand; attributes whose value is `undefined` are left out. */
export function createElement(
  name: string,
  attributes: AttributeInput = {},
  children: XmlElement[] = [],
  text = "",
): XmlElement {
  const own = emptyRecord();
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) own[key] = value;
  return { name, attributes: own, children, text, offset: 0 };
}
