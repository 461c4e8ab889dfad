import { AttributeList } from "../tree/attribute-list.js";
import type { XmlElement } from "../tree/element.js";
import { readSwitchXml, type SwitchXmlHandler } from "../tree/read-switch-xml.js";
import { type Level, OutermostLevel } from "./directory-levels.js";
import type { DirectoryDomain } from "./directory-model.js";

/**
 * Reads a directory: the section, one `<domain>`, or a whole document.
 * Of repeated containers (`<params>`, `<groups>` …) only the first counts, as in switch_xml.c; of a repeated name the last value.
 */
export function readDirectory(section: XmlElement): DirectoryDomain[] {
  const outermost = new OutermostLevel();
  descendInto(section, outermost);
  return outermost.domains();
}

/**
 * `readDirectory(parseSwitchXml(text))` without the tree in between, which for ten thousand users takes longer than all the rest.
 * @throws SwitchXmlError as parseSwitchXml does
 */
export function readDirectoryText(text: string): DirectoryDomain[] {
  const outermost = new OutermostLevel();
  readSwitchXml(text, new Descent(outermost));
  return outermost.domains();
}

function descendInto(element: XmlElement, around: Level): void {
  const level = around.child(element.name, AttributeList.of(element.attributes));
  if (level !== undefined) for (const child of element.children) descendInto(child, level);
}

/** Keeps the level of every open element; below one that is passed over there is none. */
class Descent implements SwitchXmlHandler {
  readonly #levels: (Level | undefined)[];

  constructor(outermost: Level) {
    this.#levels = [outermost];
  }

  open(name: string, attributes: AttributeList): void {
    this.#levels.push(this.#levels[this.#levels.length - 1]?.child(name, attributes));
  }

  text(): void {}

  close(): void {
    this.#levels.pop();
  }
}
