import {
  type ConferenceExtension,
  findConferenceExtension,
  findConferenceExtensions,
  formatConferenceData,
  renameExtension,
  type SourceElement,
  setConferenceData,
  setExtensionNumber,
  XmlSource,
} from "@parley/fsxml";
import { TemplateError } from "./errors.js";
import type { ConferenceValues } from "./store.js";
import { placeholders, rawAttribute, setRaw, Template } from "./template.js";

/** A conference's extension in a file, and the file around it. */
export interface ConferenceDocument {
  readonly source: XmlSource;
  readonly extension: ConferenceExtension;
}

export function openConference(text: string, number: string): ConferenceDocument | undefined {
  const source = XmlSource.parse(text);
  const extension = findConferenceExtension(source, number);
  return extension === undefined ? undefined : { source, extension };
}

/** The template of a conference's file, and what follows from it for files that are there already. */
export class ConferenceTemplate {
  readonly #template: Template;
  /** Values of the template's actions that depend on the conference, e.g. a codec list per type. */
  readonly #pieces: readonly string[];

  constructor(name: string, text: string) {
    this.#template = new Template(name, text);
    const root = this.#template.source.root;
    if (!elementsBelow(root).some(isConferenceAction)) {
      throw new TemplateError(name, 'has no <action application="conference">');
    }
    this.#pieces = elementsBelow(root)
      .filter((element) => element.name === "action" && !isConferenceAction(element))
      .map((element) => rawAttribute(element, "data") ?? "")
      .filter((piece) => placeholders(piece).length > 0);
  }

  /** Throws UnsafeValueError when the switch would take name or type apart differently. */
  render(values: ConferenceValues): string {
    formatConferenceData({ name: values.name, profile: values.type });
    const text = this.#template.render({ ...values });
    const written = findConferenceExtensions(XmlSource.parse(text))[0];
    const same =
      written?.number === values.number &&
      written.data.name === values.name &&
      written.data.profile === values.type;
    if (!same)
      throw new TemplateError(
        this.#template.name,
        "does not lead to the conference it is filled for",
      );
    return text;
  }

  /** Sets number, name and type where they stand; pin, flags and everything else in the file stay. */
  setValues({ source, extension }: ConferenceDocument, values: ConferenceValues): void {
    const { element, number, data } = extension;
    const old = { ...values, number, name: data.name, type: data.profile };
    for (const piece of this.#pieces) {
      const before = this.#template.fill(piece, old);
      const after = this.#template.fill(piece, { ...values });
      for (const action of elementsBelow(element)) {
        if (rawAttribute(action, "data") === before) setRaw(action, "data", after);
      }
    }
    if (element.attribute("name") === old.name) renameExtension(source, element, values.name);
    if (number !== values.number) setExtensionNumber(source, element, values.number);
    const change = { name: values.name, profile: values.type };
    if (old.name !== values.name || old.type !== values.type)
      setConferenceData(source, element, change);
  }
}

const isConferenceAction = (element: SourceElement): boolean =>
  element.name === "action" && element.attribute("application") === "conference";

function elementsBelow(element: SourceElement): SourceElement[] {
  return element.children.flatMap((child) => [child, ...elementsBelow(child)]);
}
