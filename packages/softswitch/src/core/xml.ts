/**
 * An element of the parsed tree, of the same shape as the elements of `@parley/fsxml`.
 * Attribute objects have no prototype, so any attribute name is safe to look up.
 */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}
