import {
  equalsIgnoreCase,
  findUser,
  renameUser,
  type SourceElement,
  setParam,
  setVariable,
  XmlSource,
} from "@parley/fsxml";
import { TemplateError } from "./errors.js";
import type { UserValues } from "./store.js";
import { placeholders, rawAttribute, setRaw, Template } from "./template.js";

export type UserField = keyof UserValues;

/** A param or variable of the template, which says where a value of ours stands. */
interface Slot {
  readonly kind: "param" | "variable";
  readonly name: string;
  /** The template's own text for its value. */
  readonly piece: string;
  readonly fields: readonly string[];
}

/** A user's entry in a file, and the file around it. */
export interface UserDocument {
  readonly source: XmlSource;
  readonly user: SourceElement;
}

export function openUser(text: string, id: string): UserDocument | undefined {
  const source = XmlSource.parse(text);
  const user = findUser(source, id);
  return user === undefined || user.attribute("type") === "pointer" ? undefined : { source, user };
}

/** The template of a user's file, and what follows from it for files that are there already. */
export class UserTemplate {
  readonly #template: Template;
  readonly #slots: readonly Slot[];

  constructor(name: string, text: string) {
    this.#template = new Template(name, text);
    const user = findUser(this.#template.source, "{{id}}");
    if (user === undefined) throw new TemplateError(name, 'has no <user id="{{id}}">');
    this.#slots = [...readSlots(user, "param"), ...readSlots(user, "variable")];
  }

  render(values: UserValues): string {
    return this.#template.render({ ...values });
  }

  /** Sets what depends on the changed fields, wherever the template has it; nothing else in the file changes. */
  setFields(
    { source, user }: UserDocument,
    values: UserValues,
    changed: ReadonlySet<UserField>,
  ): void {
    if (changed.has("id")) renameUser(source, user, values.id);
    const touched = this.#slots.filter((slot) =>
      slot.fields.some((field) => changed.has(field as UserField)),
    );
    for (const slot of touched) this.#set({ source, user }, slot, values);
  }

  /** Brings the entry up to the template: the template's own texts are set, what is missing is added. */
  rebuild(document: UserDocument, values: UserValues): void {
    for (const slot of this.#slots) {
      const isOwnValue = slot.piece === `{{${slot.fields[0]}}}` && slot.piece !== "{{confflags}}";
      if (!isOwnValue || entries(document.user, slot).length === 0)
        this.#set(document, slot, values);
    }
  }

  #set({ source, user }: UserDocument, slot: Slot, values: UserValues): void {
    const raw = this.#template.fill(slot.piece, { ...values });
    if (entries(user, slot).length === 0) {
      const add = slot.kind === "param" ? setParam : setVariable;
      add(source, user, slot.name, "");
    }
    // Which of several entries of one name counts differs between readers, so all of them say the same.
    for (const entry of entries(user, slot)) {
      if (rawAttribute(entry, "value") === undefined) source.setAttribute(entry, "value", "");
      setRaw(entry, "value", raw);
    }
  }
}

function readSlots(user: SourceElement, kind: Slot["kind"]): Slot[] {
  return children(user, kind).map((entry) => {
    const piece = rawAttribute(entry, "value") ?? "";
    return { kind, name: entry.attribute("name") ?? "", piece, fields: placeholders(piece) };
  });
}

function entries(user: SourceElement, slot: Pick<Slot, "kind" | "name">): SourceElement[] {
  return children(user, slot.kind).filter((entry) =>
    equalsIgnoreCase(entry.attribute("name") ?? "", slot.name),
  );
}

function children(user: SourceElement, kind: Slot["kind"]): SourceElement[] {
  const container = user.children.find((child) => child.name === `${kind}s`);
  return container?.children.filter((child) => child.name === kind) ?? [];
}

/** A variable as it is written in the file, `$${…}` not expanded. */
export function writtenVariable(user: SourceElement, name: string): string | undefined {
  return entries(user, { kind: "variable", name }).at(-1)?.attribute("value");
}
