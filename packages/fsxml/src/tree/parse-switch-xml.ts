import { SwitchXmlError } from "../errors.js";
import type { XmlElement } from "./element.js";

/** Parses with FreeSWITCH's own rules. */
export function parseSwitchXml(text: string): XmlElement {
  throw new SwitchXmlError(`not ready (${text.length})`, undefined, "not ready");
}
