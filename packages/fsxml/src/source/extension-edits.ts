import type { EncodeOptions } from "../encode/index.js";
import type { ConferenceData } from "../readers/index.js";
import type { SourceElement } from "./nodes.js";
import type { XmlSource } from "./xml-source.js";

/** A conference extension as it stands in a source file. */
export interface ConferenceExtension {
  readonly element: SourceElement;
  readonly number: string;
  readonly data: ConferenceData;
}

/** Every extension of the file that leads to one conference, in document order. */
export function findConferenceExtensions(_source: XmlSource): ConferenceExtension[] {
  return [];
}

export function findConferenceExtension(
  source: XmlSource,
  _number: string,
): ConferenceExtension | undefined {
  return findConferenceExtensions(source)[0];
}

/** Puts another number into the condition; anchors and parentheses stay as they are. */
export function setExtensionNumber(
  _source: XmlSource,
  _extension: SourceElement,
  _number: string,
): void {}

/** Changes parts of the conference's data; what is not given stays, flags with their variables too. */
export function setConferenceData(
  _source: XmlSource,
  _extension: SourceElement,
  _change: Partial<ConferenceData>,
  _options?: EncodeOptions,
): void {}

export function renameExtension(
  _source: XmlSource,
  _extension: SourceElement,
  _name: string,
): void {}

export function removeExtension(_source: XmlSource, _extension: SourceElement): void {}
