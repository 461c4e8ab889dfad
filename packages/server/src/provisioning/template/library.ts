import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { checkTemplate } from "./check.js";
import type { Format } from "./encode.js";
import { PhoneTemplateError } from "./errors.js";
import { type Node, parseTemplate } from "./parse.js";
import { render, type Scope } from "./render.js";

export interface TemplateName {
  /** Below the folders of templates, e.g. `linphone/linphone.xml`. */
  readonly path: string;
  readonly format: Format;
  /** Values a template is tried on before it is used. */
  readonly samples: () => readonly Scope[];
}

export interface Template {
  /** Changes with the file, so that what was rendered from it can be kept until then. */
  readonly version: number;
  render(scope: Scope): string;
}

interface Kept {
  readonly stamp: string;
  readonly version: number;
  /** Undefined for one that never was in order. */
  readonly nodes: readonly Node[] | undefined;
  readonly file: string;
  readonly error: PhoneTemplateError | undefined;
}

/**
 * Templates by name, from an administrator's folder or else from ours, read again when their file changes. A broken one
 * is told once and not used: what was in order before stays, and where nothing was, there is no document.
 */
export class TemplateLibrary {
  readonly #kept = new Map<string, Kept>();
  #versions = 0;

  constructor(
    /** The first that has the file wins. */
    readonly folders: readonly string[],
    private readonly onBroken: (error: PhoneTemplateError) => void,
  ) {}

  /** @throws {PhoneTemplateError} when there is none in order */
  get(name: TemplateName): Template {
    const kept = this.#current(name);
    const { nodes, file, version } = kept;
    if (!nodes) throw kept.error ?? new PhoneTemplateError(name.path, 1, "is missing");
    return { version, render: (scope) => render(file, nodes, name.format, scope) };
  }

  /** What is wrong with it now, although an earlier one may still serve; undefined when it is in order. */
  problem(name: TemplateName): PhoneTemplateError | undefined {
    return this.#current(name).error;
  }

  #current(name: TemplateName): Kept {
    const [file, stamp] = this.#find(name.path);
    const kept = this.#kept.get(name.path);
    if (kept?.stamp === stamp) return kept;
    const fresh = this.#read(name, file, stamp, kept);
    this.#kept.set(name.path, fresh);
    if (fresh.error) this.onBroken(fresh.error);
    return fresh;
  }

  #find(path: string): [file: string, stamp: string] {
    for (const folder of this.folders) {
      const file = join(folder, path);
      const facts = statSync(file, { throwIfNoEntry: false });
      if (facts) return [file, `${file} ${facts.mtimeMs} ${facts.size} ${facts.ino}`];
    }
    return [join(this.folders.at(-1) ?? "", path), "missing"];
  }

  #read(name: TemplateName, file: string, stamp: string, before: Kept | undefined): Kept {
    this.#versions += 1;
    const version = this.#versions;
    try {
      const nodes = parseTemplate(file, readFileSync(file, "utf8"));
      checkTemplate(file, nodes, name.format, name.samples());
      return { stamp, version, nodes, file, error: undefined };
    } catch (error) {
      const broken =
        error instanceof PhoneTemplateError
          ? error
          : new PhoneTemplateError(file, 1, error instanceof Error ? error.message : String(error));
      const { nodes, file: usable = file } = before ?? {};
      return { stamp, version, nodes, file: usable, error: broken };
    }
  }
}
