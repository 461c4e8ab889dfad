import { createHash } from "node:crypto";
import { join } from "node:path";
import type { ContextTable } from "../config/index.js";
import type { OpenedFile } from "../recordings/index.js";
import type { User, XmlState } from "../xml-state/index.js";
import { createDeviceStore, deviceKey } from "./device-store.js";
import { type Document, DocumentCache } from "./document-cache.js";
import { DocumentUnavailableError } from "./errors.js";
import { type Facts, factsOf } from "./facts.js";
import { normalMac } from "./mac.js";
import { openPlain, plainNames } from "./plain-files.js";
import { samplesFor } from "./samples.js";
import type { ProvisioningSettings } from "./settings.js";
import type { Target } from "./target.js";
import {
  PhoneTemplateError,
  type Scope,
  TemplateLibrary,
  type TemplateName,
} from "./template/index.js";
import type { Device, PhoneFile, UploadRule, Vendor } from "./vendor.js";
import { VENDORS } from "./vendors.js";

export interface ProvisioningOptions {
  readonly settings: ProvisioningSettings;
  readonly contexts: ContextTable;
  readonly xmlState: () => XmlState;
  /** Where phones reach this server, without a slash at the end. */
  readonly publicUrl: () => string;
  /** Folders of templates, the first that has a file wins: an administrator's, then ours. */
  readonly templateFolders: readonly string[];
  /** Ours: what phones send, and the files an administrator puts there for them. */
  readonly folder: string;
  /** A template cannot be used; told once for each state of its file. */
  readonly onBroken: (error: PhoneTemplateError) => void;
  readonly vendors?: readonly Vendor[];
}

/** What a document depends on beside the user. */
export interface DocumentWishes {
  /** Fetched by a link that ends: the phone is told the address that stays. */
  readonly byLink?: boolean;
  /** Contacts in the document itself. */
  readonly asFriends?: boolean;
}

/** Everything phones fetch, made when it is asked for. */
export interface Provisioning {
  readonly vendors: readonly Vendor[];
  /** Whose phone has this MAC. */
  ownersOf(mac: string): readonly User[];
  /** @throws {DocumentUnavailableError} UnfitValueError */
  document(
    vendor: Vendor,
    file: PhoneFile,
    user: User,
    mac: string,
    wishes?: DocumentWishes,
  ): Promise<Document>;
  openPlain(vendor: Vendor, parts: readonly string[]): Promise<OpenedFile | undefined>;
  openUpload(target: UploadTarget, user: User): Promise<OpenedFile | undefined>;
  /** @throws {QuotaError} {@link RefusedUploadError} */
  takeUpload(vendor: Vendor, target: UploadTarget, user: User, body: Buffer): Promise<void>;
  /** What a user's phone is told, without a MAC. */
  facts(user: User): Facts;
  /** Removes what phones have left that have had no owner since the last time. */
  sweep(): Promise<void>;
  /** Every template that is not in order. */
  check(): readonly PhoneTemplateError[];
  /** What the phone of this user is told, as one comparable text that holds secrets; changes when a phone should fetch again. */
  fingerprint(user: User): string;
}

type UploadTarget = Extract<Target, { kind: "upload" }>;
const MIB = 1024 * 1024;
const UPLOADS_MIB = 8;

export function createProvisioning(options: ProvisioningOptions): Provisioning {
  return new Room(options);
}

class Room implements Provisioning {
  readonly vendors: readonly Vendor[];
  readonly #options: ProvisioningOptions;
  readonly #library: TemplateLibrary;
  readonly #cache = new DocumentCache();
  readonly #store;
  readonly #owners = new WeakMap<XmlState, Map<string, User[]>>();

  constructor(options: ProvisioningOptions) {
    this.#options = options;
    this.vendors = options.vendors ?? VENDORS;
    this.#library = new TemplateLibrary(options.templateFolders, options.onBroken);
    const quota = (options.settings.phoneUploads ?? UPLOADS_MIB) * MIB;
    this.#store = createDeviceStore(join(options.folder, "uploads"), quota);
  }

  ownersOf(mac: string): readonly User[] {
    const state = this.#options.xmlState();
    let owners = this.#owners.get(state);
    if (!owners) {
      owners = ownersIn(state);
      this.#owners.set(state, owners);
    }
    return owners.get(mac) ?? [];
  }

  async document(
    vendor: Vendor,
    file: PhoneFile,
    user: User,
    mac: string,
    wishes: DocumentWishes = {},
  ): Promise<Document> {
    const state = this.#options.xmlState();
    const template = this.#template(vendor, file);
    const { byLink = false, asFriends = false } = wishes;
    const key = JSON.stringify([
      vendor.name,
      file.template,
      template.version,
      user.id,
      mac,
      byLink,
      asFriends,
      this.#options.publicUrl(),
    ]);
    const kept = file.prepare ? undefined : this.#cache.get(state, key);
    if (kept) return kept;
    const facts = this.#facts(state, user, mac);
    const prepared = await file.prepare?.(this.#device(vendor, facts));
    const scope: Scope = { ...facts, byLink, asFriends, ...vendor.values?.(facts), ...prepared };
    const document = documentOf(file, template.render(scope));
    if (!file.prepare) this.#cache.put(state, key, document);
    return document;
  }

  openPlain(vendor: Vendor, parts: readonly string[]): Promise<OpenedFile | undefined> {
    return openPlain(this.#plainFolder(vendor), parts);
  }

  openUpload({ mac, name }: UploadTarget, user: User): Promise<OpenedFile | undefined> {
    return this.#store.open(deviceKey(mac, user.id), name);
  }

  async takeUpload(vendor: Vendor, target: UploadTarget, user: User, body: Buffer): Promise<void> {
    const { rule, mac, name }: { rule: UploadRule; mac: string; name: string } = target;
    if (!rule.accept) return this.#store.write(deviceKey(mac, user.id), name, body, rule);
    const facts = this.#facts(this.#options.xmlState(), user, mac);
    await rule.accept(this.#device(vendor, facts), body);
  }

  facts(user: User): Facts {
    return this.#facts(this.#options.xmlState(), user, "");
  }

  async sweep(): Promise<void> {
    const state = this.#options.xmlState();
    if (state.version === 0) return;
    const owned = [...ownersIn(state)].flatMap(([mac, users]) =>
      users.map(({ id }) => deviceKey(mac, id)),
    );
    await this.#store.sweep(new Set(owned));
  }

  check(): readonly PhoneTemplateError[] {
    return this.vendors.flatMap((vendor) => {
      const names = new Map(vendor.files.map((file) => [file.template, file]));
      return [...names.values()].flatMap(
        (file) => this.#library.problem(templateName(vendor, file)) ?? [],
      );
    });
  }

  fingerprint(user: User): string {
    const { contacts, codecs, ...own } = this.#facts(this.#options.xmlState(), user, "");
    return `${JSON.stringify([own, codecs])} ${hashOf(contacts)}`;
  }

  #template(vendor: Vendor, file: PhoneFile) {
    try {
      return this.#library.get(templateName(vendor, file));
    } catch (error) {
      if (error instanceof PhoneTemplateError) throw new DocumentUnavailableError(error);
      throw error;
    }
  }

  #facts(state: XmlState, user: User, mac: string): Facts {
    return factsOf(this.#options, state, user, mac);
  }

  #device(vendor: Vendor, facts: Facts): Device {
    const plainFiles = () => plainNames(this.#plainFolder(vendor));
    const { mac, user } = facts;
    const key = mac === "" ? "" : deviceKey(mac, user.id);
    return { facts, store: this.#store, key, plainFiles };
  }

  #plainFolder(vendor: Vendor): string {
    return join(this.#options.folder, "files", vendor.name);
  }
}

/** Users of one context have the same list, and there may be a thousand of both. */
const hashes = new WeakMap<object, string>();

function hashOf(contacts: readonly object[]): string {
  const known = hashes.get(contacts);
  if (known !== undefined) return known;
  const hash = createHash("sha256").update(JSON.stringify(contacts)).digest("base64url");
  hashes.set(contacts, hash);
  return hash;
}

function templateName(vendor: Vendor, { template, format }: PhoneFile): TemplateName {
  return { path: `${vendor.name}/${template}`, format, samples: () => samplesFor(vendor) };
}

function documentOf({ format, type }: PhoneFile, text: string): Document {
  const body = Buffer.from(format === "vcard" ? text.replace(/\r?\n/g, "\r\n") : text);
  const hash = createHash("sha256").update(body).digest("base64url").slice(0, 22);
  return { body, etag: `"${hash}"`, type };
}

function ownersIn({ users }: XmlState): Map<string, User[]> {
  const owners = new Map<string, User[]>();
  for (const user of users) {
    const mac = normalMac(user.polymac);
    if (mac !== undefined) owners.set(mac, [...(owners.get(mac) ?? []), user]);
  }
  return owners;
}
