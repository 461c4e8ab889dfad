import { checkValue, type EncodeOptions } from "../encode/index.js";
import { SourceEditError, UnsafeValueError } from "../errors.js";
import {
  type ConferenceData,
  formatConferenceData,
  parseConferenceData,
  parseNumberExpression,
} from "../readers/index.js";
import { writeAttribute } from "./attributes.js";
import { descendantsNamed } from "./descendants.js";
import type { SourceElement } from "./nodes.js";
import type { XmlSource } from "./xml-source.js";

/** A conference extension as it stands in a source file. */
export interface ConferenceExtension {
  readonly element: SourceElement;
  readonly number: string;
  readonly data: ConferenceData;
}

/** Every extension of the file that leads to one conference, in document order. */
export function findConferenceExtensions(source: XmlSource): ConferenceExtension[] {
  return descendantsNamed(source.root, "extension").flatMap((element) => {
    const number = findCondition(element)?.number;
    const data = findAction(element)?.data;
    return number === undefined || data === undefined ? [] : [{ element, number, data }];
  });
}

/** The extension for a number. */
export function findConferenceExtension(
  source: XmlSource,
  number: string,
): ConferenceExtension | undefined {
  return findConferenceExtensions(source).find((extension) => extension.number === number);
}

/**
 * Puts another number into the condition; anchors and parentheses stay as they are.
 * @throws UnsafeValueError unless `number` consists of digits
 */
export function setExtensionNumber(
  source: XmlSource,
  extension: SourceElement,
  number: string,
): void {
  if (!/^\d+$/.test(number)) throw new UnsafeValueError("number", "not-a-number");
  const condition = findCondition(extension) ?? missing("condition with one number", extension);
  const expression = condition.before + number + condition.after;
  if (condition.child === undefined) {
    source.setAttribute(condition.element, "expression", expression);
  } else {
    source.replaceText(condition.child, expression);
  }
}

/**
 * Changes parts of the conference's data; parts that are not given stay as they are, flags with their channel variables too.
 * @param options permits variables in the parts that are given
 * @throws UnsafeValueError naming the part
 */
export function setConferenceData(
  source: XmlSource,
  extension: SourceElement,
  change: Partial<ConferenceData>,
  options?: EncodeOptions,
): void {
  const action = findAction(extension) ?? missing("conference action", extension);
  for (const [field, value] of Object.entries(change)) {
    const reason = checkValue(value, options);
    if (reason !== undefined) throw new UnsafeValueError(field, reason);
  }
  const data = mergeData(action, change);
  if (action.usesText) throw new SourceEditError("the conference's data is text, not an attribute");
  if (!source.contains(action.element)) throw new SourceEditError("not an element of this file");
  writeAttribute(action.element, "data", data);
}

/** Changes the name of the extension. */
export function renameExtension(source: XmlSource, extension: SourceElement, name: string): void {
  source.setAttribute(extension, "name", name);
}

/** Removes the whole element with its lines. */
export function removeExtension(source: XmlSource, extension: SourceElement): void {
  source.removeElement(extension);
}

interface Action {
  readonly element: SourceElement;
  readonly raw: string;
  readonly data: ConferenceData;
  readonly usesText: boolean;
}

function mergeData({ raw, data }: Action, change: Partial<ConferenceData>): string {
  const next = { ...data, ...change };
  const formatted = formatConferenceData(next);
  if (next.pin !== data.pin || next.flags !== data.flags) return formatted;
  if (next.name === data.name && next.profile === data.profile) return raw;
  const plusAt = raw.indexOf("+");
  return `${next.name}@${next.profile}${plusAt < 0 ? "" : raw.slice(plusAt)}`;
}

function findAction(extension: SourceElement): Action | undefined {
  for (const element of descendantsNamed(extension, "action")) {
    if (element.attribute("application") !== "conference") continue;
    const usesText = element.text !== "";
    const raw = usesText ? element.text : (element.attribute("data") ?? "");
    const data = parseConferenceData(raw);
    if (data !== undefined) return { element, raw, data, usesText };
  }
  return undefined;
}

interface Condition {
  readonly element: SourceElement;
  /** `<expression>` inside the condition, which FreeSWITCH prefers to the attribute. */
  readonly child: SourceElement | undefined;
  readonly before: string;
  readonly number: string;
  readonly after: string;
}

function findCondition(extension: SourceElement): Condition | undefined {
  for (const element of descendantsNamed(extension, "condition")) {
    if (element.attribute("field") !== "destination_number") continue;
    const child = element.children.find(({ name }) => name === "expression");
    const parts = parseNumberExpression(child?.text ?? element.attribute("expression") ?? "");
    if (parts !== undefined) return { element, child, ...parts };
  }
  return undefined;
}

function missing(what: string, extension: SourceElement): never {
  throw new SourceEditError(`extension ${extension.attribute("name") ?? ""} has no ${what}`);
}
