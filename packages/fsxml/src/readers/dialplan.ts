import type { XmlElement } from "../tree/element.js";
import { childNamed, childrenNamed, walk } from "../tree/find.js";
import { equalsIgnoreCase } from "../tree/ignore-case.js";
import { type ConferenceData, parseConferenceData } from "./conference-data.js";

/** An extension of the dialplan that puts its callers into one conference. */
export interface DialplanConference extends ConferenceData {
  context: string;
  /** Name of the extension. */
  extension: string;
  number: string;
}

/**
 * The conferences of a dialplan section (or of a single `<context>`): extensions with a condition on
 * `destination_number` that matches one literal number, anchored or not, and an action `conference`.
 */
export function readConferences(
  dialplan: XmlElement,
  options: { context?: string } = {},
): DialplanConference[] {
  const contexts = dialplan.name === "context" ? [dialplan] : childrenNamed(dialplan, "context");
  return contexts
    .filter((context) => isWanted(context, options.context))
    .flatMap((context) =>
      childrenNamed(context, "extension").flatMap((extension) =>
        readExtension(context.attributes.name ?? "", extension),
      ),
    );
}

function isWanted(context: XmlElement, name: string | undefined): boolean {
  return name === undefined || equalsIgnoreCase(context.attributes.name ?? "", name);
}

function readExtension(context: string, extension: XmlElement): DialplanConference[] {
  let number: string | undefined;
  let data: ConferenceData | undefined;
  for (const element of walk(extension)) {
    if (element.name === "condition") number ??= literalNumber(element);
    else if (element.name === "action") data ??= conferenceData(element);
  }
  if (number === undefined || data === undefined) return [];
  return [{ context, extension: extension.attributes.name ?? "", number, ...data }];
}

function literalNumber(condition: XmlElement): string | undefined {
  if (condition.attributes.field !== "destination_number") return undefined;
  // mod_dialplan_xml.c prefers a child element <expression> to the attribute.
  const child = childNamed(condition, "expression");
  return parseNumberExpression(child?.text ?? condition.attributes.expression ?? "")?.number;
}

function conferenceData(action: XmlElement): ConferenceData | undefined {
  if (action.attributes.application !== "conference") return undefined;
  return parseConferenceData(action.text === "" ? (action.attributes.data ?? "") : action.text);
}

/** An expression that matches one number, split so that another number can take its place. */
export function parseNumberExpression(
  expression: string,
): { before: string; number: string; after: string } | undefined {
  const [, before = "", number = "", after = ""] = /^(\^?\(?)(\d+)(\)?\$?)$/.exec(expression) ?? [];
  if (number === "" || before.includes("(") !== after.includes(")")) return undefined;
  return { before, number, after };
}
