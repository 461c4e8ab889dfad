import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the page looks for its nonce: styles made while it runs carry it. */
const MARK = "</title>";

/** The one page of the client, each time with a nonce of its own. */
export class Page {
  readonly #before: string;
  readonly #after: string;

  /** @throws what the file system says when there is no such page. */
  constructor(folder: string) {
    const text = readFileSync(join(folder, "index.html"), "utf8");
    const at = text.indexOf(MARK) + MARK.length;
    this.#before = text.slice(0, at);
    this.#after = text.slice(at);
  }

  render(): { readonly html: string; readonly nonce: string } {
    const nonce = randomBytes(16).toString("base64");
    const meta = `<meta property="csp-nonce" nonce="${nonce}" />`;
    return { html: `${this.#before}${meta}${this.#after}`, nonce };
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
    `connect-src 'self' ${switches.join(" ")}`.trim(),
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
