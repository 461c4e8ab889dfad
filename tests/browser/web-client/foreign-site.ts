import type { Settings } from "@parley/server";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import type { Login } from "../../_util/digest-client.js";
import { DigestClient } from "../../_util/digest-client.js";
import { CHROMIUM, FLAGS } from "../harness/bench.js";
import { Site } from "../harness/site.js";
import { HOST, TlsFront } from "./front.js";

/** A site that serves a client of somebody else's as in production: HTTPS and secure SIP over WebSocket at their usual ports. */
export class ForeignSite {
  private constructor(
    readonly site: Site,
    private readonly fronts: readonly TlsFront[],
    private readonly browser: Browser,
  ) {}

  static async start(webDir: string, overrides: Partial<Settings> = {}): Promise<ForeignSite> {
    const site = await Site.start({ webDir, ...overrides });
    const web = await TlsFront.start(Number(new URL(site.url).port));
    const { body } = await new DigestClient(site.url, site.people.tess).get("/userinfo");
    const { protocol, port } = new URL(site.at.wsUrl);
    const sip = protocol === "ws:" ? await TlsFront.start(Number(port)) : undefined;
    const places = [
      `MAP ${HOST}:443 127.0.0.1:${web.port}`,
      `MAP ${HOST}${String(body["wss_binding"])} 127.0.0.1:${sip?.port ?? port}`,
    ];
    const args = [...FLAGS, `--host-resolver-rules=${places.join(",")}`];
    const browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args });
    return new ForeignSite(site, sip ? [web, sip] : [web], browser);
  }

  set delayMs(ms: number) {
    for (const front of this.fronts) front.delayMs = ms;
  }

  /** Somebody's browser, which answers the server's challenge as its dialog would. */
  async visit(login: Login | undefined): Promise<ForeignVisit> {
    const context = await this.browser.newContext({
      baseURL: `https://${HOST}`,
      ignoreHTTPSErrors: true,
      permissions: ["microphone", "camera"],
      viewport: { width: 900, height: 1000 },
      ...(login ? { httpCredentials: { username: login.name, password: login.password } } : {}),
    });
    const page = await context.newPage();
    page.setDefaultTimeout(8000);
    return new ForeignVisit(context, page);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await Promise.all(this.fronts.map((front) => front.stop()));
    await this.site.stop();
  }
}

/** One page and everything that went wrong in it. */
export class ForeignVisit {
  readonly #problems: string[] = [];
  readonly #expected: RegExp[] = [];

  constructor(
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on("console", (message) => {
      if (message.type() === "error")
        this.#problems.push(`${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => this.#problems.push(`uncaught: ${error.message}`));
  }

  /** What may go wrong in this page without failing the test. */
  expectProblem(text: RegExp): void {
    this.#expected.push(text);
  }

  get problems(): string[] {
    return this.#problems.filter((problem) => !this.#expected.some((each) => each.test(problem)));
  }
}
