/// <reference lib="dom" />
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import type { Login } from "../../_util/digest-client.js";
import { PATIENCE_MS } from "../../phones/harness/processes.js";

export interface VisitWishes {
  readonly dark?: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly locale?: string;
  /** Playwright's names, e.g. `microphone`. */
  readonly permissions?: readonly string[];
  readonly reducedMotion?: boolean;
}

/** One browser of its own with one page, which remembers everything that went wrong in it. */
export class Visitor {
  /** Console errors, uncaught errors and violations of the policy, as they came. */
  readonly problems: string[] = [];
  readonly #expected: RegExp[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly origin: string,
  ) {
    page.on("console", (message) => {
      if (message.type() === "error")
        this.problems.push(`${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => this.problems.push(`uncaught: ${error.message}`));
  }

  static async open(browser: Browser, origin: string, wishes: VisitWishes = {}): Promise<Visitor> {
    const { dark = false, width = 1280, height = 800, locale = "en-GB" } = wishes;
    const options: BrowserContextOptions = {
      baseURL: origin,
      viewport: { width, height },
      locale,
      colorScheme: dark ? "dark" : "light",
      reducedMotion: "reduce",
      permissions: [...(wishes.permissions ?? ["microphone", "camera"])],
    };
    const context = await browser.newContext(options);
    await context.addInitScript(watchPage);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    return new Visitor(context, page, origin);
  }

  /** Signs in without the form, and opens an address. */
  async signIn({ name, password }: Login, path = "/"): Promise<void> {
    const answer = await this.context.request.post(`${this.origin}/api/v2/session`, {
      headers: { "x-parley": "1" },
      data: { name, password },
    });
    expect(answer.status()).toBe(200);
    await this.page.goto(path);
    await this.page
      .getByRole("navigation", { name: /Main|Hauptmenü/ })
      .waitFor({ state: "attached" });
  }

  /** Goes to an address as a click would, without loading the page anew. */
  async visit(path: string): Promise<void> {
    await this.page.evaluate((to) => {
      history.pushState(null, "", to);
    }, path);
  }

  /** What may go wrong in this page from now on without failing the test. */
  expectProblem(text: RegExp): void {
    this.#expected.push(text);
  }

  get unexpected(): string[] {
    return this.problems.filter((problem) => !this.#expected.some((each) => each.test(problem)));
  }

  async close(): Promise<void> {
    await this.context.close();
    expect(this.unexpected).toEqual([]);
  }
}

/** Runs in the page before everything else. */
function watchPage(): void {
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    reportError(new Error(`policy violated: ${violatedDirective} by ${blockedURI}`)),
  );
  const Original = RTCPeerConnection;
  const connections: RTCPeerConnection[] = [];
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
  Object.assign(window, { connections });
}
