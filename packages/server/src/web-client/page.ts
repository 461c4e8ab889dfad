import { randomBytes } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { safeSources } from "./policy.js";

/** Where the page looks for its nonce: styles made while it runs carry it. */
const MARK = "</title>";

/** The one page of the client, each time with a nonce of its own; read anew when it was built anew. */
export class Page {
  readonly #path: string;
  #parts: readonly [before: string, after: string];
  #readAt = 0;

  /** @throws what the file system says when there is no such page. */
  constructor(folder: string) {
    this.#path = join(folder, "index.html");
    this.#readAt = this.#changedAt();
    this.#parts = this.#read();
  }

  render(): { readonly html: string; readonly nonce: string } {
    if (this.#changedAt() !== this.#readAt) {
      this.#readAt = this.#changedAt();
      this.#parts = this.#read();
    }
    const nonce = randomBytes(16).toString("base64");
    const [before, after] = this.#parts;
    return { html: `${before}<meta property="csp-nonce" nonce="${nonce}" />${after}`, nonce };
  }

  #read(): readonly [string, string] {
    const text = readFileSync(this.#path, "utf8");
    const at = text.indexOf(MARK) + MARK.length;
    return [text.slice(0, at), text.slice(at)];
  }

  /** While it is being built anew there is none; the last one serves on. */
  #changedAt(): number {
    return statSync(this.#path, { throwIfNoEntry: false })?.mtimeMs ?? this.#readAt;
  }
}

/**
 * What the page may load and reach: its own files, the server it came from, and the switch's WebSockets. Styles that
 * are made while it runs need the nonce; no script but our files runs.
 */
export function contentSecurityPolicy(nonce: string, switches: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self' blob: mediastream:",
    `connect-src 'self' ${safeSources(switches).join(" ")}`.trim(),
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
