import type { EncodeOptions } from "../encode/index.js";
import { SourceEditError } from "../errors.js";
import { DOCUMENT_NAME, SourceElement } from "./nodes.js";

/**
 * A source file that can be edited without touching a byte that is not asked to change.
 */
export class XmlSource {
  /** Stands for the whole file; its children are the top elements, usually one `<include>`. */
  readonly root: SourceElement = new SourceElement(DOCUMENT_NAME);

  /** @throws XmlSyntaxError when tags do not match or a construct is not closed */
  static parse(text: string): XmlSource {
    throw new SourceEditError(`not ready (${text.length})`);
  }

  toString(): string {
    return this.root.toString();
  }

  /** Sets the value through the encoder; keeps the quotes, adds the attribute when it is missing. */
  setAttribute(
    _element: SourceElement,
    _name: string,
    _value: string,
    _options?: EncodeOptions,
  ): void {}

  removeAttribute(_element: SourceElement, _name: string): void {}

  /** Removes the element, and its line when nothing else stands on it. */
  removeElement(_element: SourceElement): void {}

  /** Adds markup as the last child, indented like its siblings. @returns the first element inserted */
  insertChild(parent: SourceElement, _xmlText: string): SourceElement {
    return parent;
  }

  insertBefore(element: SourceElement, _xmlText: string): SourceElement {
    return element;
  }

  insertAfter(element: SourceElement, _xmlText: string): SourceElement {
    return element;
  }

  /** Replaces the character data of an element without child elements. */
  replaceText(_element: SourceElement, _value: string, _options?: EncodeOptions): void {}
}
