import { join } from "node:path";
import {
  childNamed,
  childrenNamed,
  createElement,
  equalsIgnoreCase,
  FsxmlError,
  locate,
  PreprocessCache,
  parseSwitchXml,
  preprocess,
  RootUnreadableError,
  readConferenceConfig,
  serialize,
  type XmlElement,
} from "@parley/fsxml";
import type {
  ConferenceProfileRecord,
  ControlRecord,
  DirectoryUserRecord,
  Tree,
} from "../core/index.js";
import { Directory, userRecord } from "./directory.js";

export interface TreeOptions {
  /** Folder of freeswitch.xml. */
  readonly confDir: string;
  /** The core's globals: read for `$${…}`, changed by `set` lines, even when the load fails later. */
  readonly variables: Map<string, string>;
  /** Called after each successful load but the first. */
  readonly onLoaded?: () => void;
  /** A text makes the next load fail with it. */
  readonly refusal?: () => string | undefined;
  readonly onNotice?: (message: string) => void;
}

/** The tree could not be read at start; afterwards a failed load leaves the previous one in force. */
export class TreeLoadError extends Error {
  constructor(
    readonly confDir: string,
    readonly reason: string,
  ) {
    super(`${join(confDir, "freeswitch.xml")}: ${reason}`);
    this.name = "TreeLoadError";
  }
}

const MAX_ERROR_BYTES = 256;
/** Printed sections kept per generation; the directory of ten thousand users takes 9 MB. */
const MAX_TEXTS = 32;

/** Everything that was derived from one load. */
class Generation {
  readonly directory: Directory;
  readonly texts = new Map<string, string | undefined>();
  #conferences: ReturnType<typeof readConferenceConfig> | undefined;

  constructor(readonly root: XmlElement) {
    this.directory = new Directory(locate(root, "directory"));
  }

  get conferences(): ReturnType<typeof readConferenceConfig> {
    this.#conferences ??= readConferenceConfig(
      locate(this.root, "configuration", "configuration", "name", "conference.conf") ??
        createElement("configuration"),
    );
    return this.#conferences;
  }
}

/** Reads the tree; throws TreeLoadError when the first load fails. */
export function createTree(options: TreeOptions): SwitchTree {
  return new SwitchTree(options);
}

export class SwitchTree implements Tree {
  generation = 0;
  readonly #files = new PreprocessCache();
  #current = new Generation(createElement("document"));

  constructor(private readonly options: TreeOptions) {
    const outcome = this.#load();
    if (outcome !== "Success") throw new TreeLoadError(options.confDir, outcome);
  }

  get root(): XmlElement {
    return this.#current.root;
  }

  get domains(): readonly string[] {
    return this.#current.directory.domains;
  }

  /** Lookups for the directory commands. */
  get directory(): Directory {
    return this.#current.directory;
  }

  reload(): string {
    const refused = this.options.refusal?.();
    if (refused !== undefined) return refused;
    const outcome = this.#load();
    if (outcome === "Success") this.options.onLoaded?.();
    return outcome;
  }

  section(name: string): XmlElement | undefined {
    return locate(this.root, name);
  }

  locate(section: string, tag?: string, attribute?: string, value?: string) {
    return locate(this.root, section, tag, attribute, value);
  }

  locateText(
    section: string,
    tag?: string,
    attribute?: string,
    value?: string,
  ): string | undefined {
    const { texts } = this.#current;
    const key = JSON.stringify([section, tag, attribute, value]);
    if (texts.size >= MAX_TEXTS) texts.clear();
    if (!texts.has(key)) {
      const found =
        section === "root" && tag === undefined
          ? this.root
          : this.locate(section, tag, attribute, value);
      texts.set(key, found && serialize(found));
    }
    return texts.get(key);
  }

  directoryUser(id: string, domain?: string): DirectoryUserRecord | undefined {
    const entry = this.directory.find(id, domain ?? this.#defaultDomain());
    return entry && userRecord(entry);
  }

  conferenceProfile(name: string): ConferenceProfileRecord | undefined {
    return this.#current.conferences.profiles.find((each) => equalsIgnoreCase(each.name, name));
  }

  controls(group: string): readonly ControlRecord[] | undefined {
    const { controls } = this.#current.conferences;
    return controls.get(group);
  }

  dialplanContext(name: string): XmlElement | undefined {
    return childNamed(this.section("dialplan"), "context", "name", name);
  }

  #defaultDomain(): string {
    const wanted = this.options.variables.get("domain");
    return wanted !== undefined && this.directory.domain(wanted) !== undefined
      ? wanted
      : (this.domains[0] ?? "");
  }

  #load(): string {
    try {
      const root = parseSwitchXml(this.#preprocess());
      this.#current = new Generation(root);
      this.generation += 1;
      return "Success";
    } catch (error) {
      return failureText(error);
    }
  }

  /** What `set` lines did to the globals stays done, whatever the parser says afterwards. */
  #preprocess(): string {
    const { confDir, variables, onNotice } = this.options;
    const result = preprocess({
      root: join(confDir, "freeswitch.xml"),
      variables,
      exec: "ignore",
      environment: process.env,
      cache: this.#files,
    });
    this.#files.retain(result.files);
    variables.clear();
    for (const [name, value] of result.variables) variables.set(name, value);
    for (const each of result.diagnostics) {
      if (each.severity !== "info") onNotice?.(`${each.file}:${each.line}: ${each.message}`);
    }
    return result.text;
  }
}

function failureText(error: unknown): string {
  if (error instanceof RootUnreadableError) return "Cannot Open log directory or XML Root!";
  if (!(error instanceof FsxmlError)) throw error;
  return Buffer.from(error.message).subarray(0, MAX_ERROR_BYTES).toString("utf8");
}

/** The groups a user stands in, by name. */
export function groupsOf(directory: Directory, id: string, domain: string): string[] {
  return childrenNamed(childNamed(directory.domain(domain), "groups"), "group")
    .filter((group) =>
      childrenNamed(childNamed(group, "users"), "user").some((user) =>
        equalsIgnoreCase(user.attributes["id"] ?? "", id),
      ),
    )
    .map((group) => group.attributes["name"] ?? "");
}
