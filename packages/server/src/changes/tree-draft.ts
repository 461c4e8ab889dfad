import { isUtf8 } from "node:buffer";
import { FsxmlError, type SourceElement, type XmlSource } from "@parley/fsxml";
import { ItemError } from "../values/index.js";
import {
  type ConferenceDocument,
  type ConferenceTemplate,
  openConference,
} from "./conference-document.js";
import type { FileChange } from "./file-change.js";
import type { FileDraft } from "./file-draft.js";
import { conferencePath, type TreeLayout, userPath } from "./layout.js";
import type { NumberIndex } from "./number-index.js";
import type { ConferenceValues, StoreDraft, UserValues } from "./store.js";
import {
  openUser,
  type UserDocument,
  type UserField,
  type UserTemplate,
  writtenVariable,
} from "./user-document.js";

export interface TreeDraftParts {
  readonly files: FileDraft;
  readonly layout: TreeLayout;
  readonly contexts: readonly string[];
  readonly ids: NumberIndex;
  readonly numbers: NumberIndex;
  /** Read when first needed: a broken template must not stand in the way of a deletion. */
  readonly userTemplate: () => Promise<UserTemplate>;
  /** Each type may have one of its own. */
  readonly conferenceTemplate: (type: string) => Promise<ConferenceTemplate>;
}

interface Located<Document> {
  readonly path: string;
  readonly document: Document;
}

/** Drafts changes of users and conferences as changes of the tree's files. */
export class TreeDraft implements StoreDraft {
  readonly #parts: TreeDraftParts;

  constructor(parts: TreeDraftParts) {
    this.#parts = parts;
  }

  isUserIdOnDisk(id: string): Promise<boolean> {
    return this.#parts.ids.has(id);
  }

  isNumberOnDisk(number: string): Promise<boolean> {
    return this.#parts.numbers.has(number);
  }

  async createUser(values: UserValues): Promise<void> {
    const path = required(userPath(this.#parts.layout, values.context, values.id), values.id);
    this.#parts.files.create(path, (await this.#parts.userTemplate()).render(values));
  }

  async changeUser(id: string, values: UserValues, changed: ReadonlySet<UserField>): Promise<void> {
    const { path, document } = await this.#user(id);
    (await this.#parts.userTemplate()).setFields(document, values, changed);
    await this.#parts.files.write(path, document.source.toString());
  }

  async moveUser(id: string, values: UserValues, changed: ReadonlySet<UserField>): Promise<void> {
    const { path, document } = await this.#user(id);
    (await this.#parts.userTemplate()).setFields(document, values, changed);
    const target = required(userPath(this.#parts.layout, values.context, values.id), values.id);
    await this.#move(path, target, document.source, document.user);
  }

  async removeUser(id: string): Promise<void> {
    const { path, document } = await this.#user(id);
    await this.#remove(path, document.source, document.user);
  }

  async rebuildUser(values: UserValues): Promise<void> {
    const { path, document } = await this.#user(values.id);
    (await this.#parts.userTemplate()).rebuild(document, values);
    await this.#parts.files.write(path, document.source.toString());
  }

  async writtenPin(id: string): Promise<string | undefined> {
    const { document } = await this.#user(id);
    return writtenVariable(document.user, "conpin");
  }

  async createConference(values: ConferenceValues): Promise<void> {
    const path = required(conferencePath(this.#parts.layout, values.number), values.number);
    this.#parts.files.create(
      path,
      (await this.#parts.conferenceTemplate(values.type)).render(values),
    );
  }

  async changeConference(number: string, values: ConferenceValues): Promise<void> {
    const { path, document } = await this.#conference(number);
    (await this.#parts.conferenceTemplate(values.type)).setValues(document, values);
    await this.#parts.files.write(path, document.source.toString());
  }

  async moveConference(number: string, values: ConferenceValues): Promise<void> {
    const { path, document } = await this.#conference(number);
    const { element } = document.extension;
    (await this.#parts.conferenceTemplate(values.type)).setValues(document, values);
    const target = required(conferencePath(this.#parts.layout, values.number), values.number);
    await this.#move(path, target, document.source, element);
  }

  async removeConference(number: string): Promise<void> {
    const { path, document } = await this.#conference(number);
    await this.#remove(path, document.source, document.extension.element);
  }

  savepoint(): () => void {
    return this.#parts.files.savepoint();
  }

  changes(): readonly FileChange[] {
    return this.#parts.files.changes();
  }

  #user(id: string): Promise<Located<UserDocument>> {
    const { layout, contexts, ids } = this.#parts;
    const usual = contexts.map((context) => userPath(layout, context, id));
    return this.#locate(usual, ids, id, (text) => openUser(text, id), `user ${id}`);
  }

  #conference(number: string): Promise<Located<ConferenceDocument>> {
    const { layout, numbers } = this.#parts;
    const usual = [conferencePath(layout, number)];
    const open = (text: string): ConferenceDocument | undefined => openConference(text, number);
    return this.#locate(usual, numbers, number, open, `conference ${number}`);
  }

  /** Where we would put it, then where a file is named after it, then wherever it stands. */
  async #locate<D>(
    usual: readonly (string | undefined)[],
    index: NumberIndex,
    number: string,
    open: (text: string) => D | undefined,
    what: string,
  ): Promise<Located<D>> {
    const likely = usual.filter((path) => path !== undefined);
    const seen = new Set<string>();
    const found =
      (await this.#firstOf(likely, seen, open)) ??
      (await this.#firstOf(await index.candidates(number), seen, open));
    if (found !== undefined) return found;
    await index.completeScan();
    const last = await this.#firstOf(await index.candidates(number), seen, open);
    if (last !== undefined) return last;
    throw new ItemError(
      "not editable",
      `${what} stands in no file below the tree that can be edited`,
    );
  }

  async #firstOf<D>(
    paths: readonly string[],
    seen: Set<string>,
    open: (text: string) => D | undefined,
  ): Promise<Located<D> | undefined> {
    for (const path of paths) {
      if (seen.has(path)) continue;
      seen.add(path);
      const content = await this.#parts.files.read(path);
      if (content === undefined) continue;
      const document = readDocument(path, content, open);
      if (document !== undefined) return { path, document };
    }
    return undefined;
  }

  async #move(from: string, to: string, source: XmlSource, element: SourceElement): Promise<void> {
    const alone = isAlone(element);
    const text = alone ? source.toString() : `<include>\n  ${element.toString()}\n</include>\n`;
    this.#parts.files.create(to, text);
    await this.#remove(from, source, element);
  }

  /** The file goes with its only entry; a file with more in it only loses the entry. */
  async #remove(path: string, source: XmlSource, element: SourceElement): Promise<void> {
    if (isAlone(element)) return this.#parts.files.remove(path);
    source.removeElement(element);
    await this.#parts.files.write(path, source.toString());
  }
}

/** Nothing but wrappers around it. */
function isAlone(element: SourceElement): boolean {
  for (let at = element; at.parent !== undefined; at = at.parent) {
    const { parent } = at;
    if (parent.children.length > 1) return false;
    if (parent.parent !== undefined && parent.name !== "include") return false;
  }
  return true;
}

function readDocument<D>(
  path: string,
  content: Buffer,
  open: (text: string) => D | undefined,
): D | undefined {
  if (!isUtf8(content)) throw new ItemError("not editable", `${path} is not UTF-8`);
  try {
    return open(content.toString("utf8"));
  } catch (error) {
    if (!(error instanceof FsxmlError)) throw error;
    throw new ItemError("not editable", `${path}: ${error.message}`, undefined, { cause: error });
  }
}

function required(path: string | undefined, number: string): string {
  if (path !== undefined) return path;
  throw new ItemError("not editable", `${number} cannot be the name of a file`);
}
