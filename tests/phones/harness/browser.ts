import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { rolldown } from "rolldown";
import type { PageEvent, PageOptions, Sample } from "../page/phone-page.js";
import { PATIENCE_MS, pause, until } from "./processes.js";
import type { PhoneSwitch } from "./switches.js";
import type { Person } from "./tree.js";

export const CHROMIUM = process.env["PARLEY_TEST_CHROMIUM"] ?? "/usr/bin/chromium";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-background-timer-throttling",
  "--disable-renderer-backgrounding",
  "--disable-backgrounding-occluded-windows",
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
  "--allow-loopback-in-peer-connection",
  "--autoplay-policy=no-user-gesture-required",
  "--ignore-certificate-errors",
];

const SOURCE = fileURLToPath(new URL("../page/phone-page.ts", import.meta.url));

export type PhoneWishes = Partial<Omit<PageOptions, "wsUrl" | "user" | "domain">>;

/** A Chromium and the page with a phone that it shows. */
export class PhoneBrowser {
  private constructor(
    private readonly browser: Browser,
    private readonly server: Server,
    private readonly url: string,
  ) {}

  static async open(): Promise<PhoneBrowser> {
    const [script, browser] = await Promise.all([bundle(), launch()]);
    const server = createServer((request, response) => {
      const isScript = request.url === "/phone.js";
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
      response.end(isScript ? script : '<!doctype html><script src="/phone.js"></script>');
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    return new PhoneBrowser(browser, server, `http://127.0.0.1:${port}/`);
  }

  /** A page of its own whose phone has registered. */
  async phone(at: PhoneSwitch, person: Person, wishes: PhoneWishes = {}): Promise<BrowserPhone> {
    const context = await this.browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.goto(this.url);
    const phone = new BrowserPhone(page, {
      ...{ wsUrl: at.wsUrl, domain: at.domain, user: person.id, password: person.password },
      ...{ listensFor: [], ...wishes },
    });
    await phone.start();
    return phone;
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.server.closeAllConnections();
    await once(this.server.close(), "close");
  }
}

/** A phone in a page, driven from outside. */
export class BrowserPhone {
  constructor(
    readonly page: Page,
    readonly options: PageOptions,
  ) {}

  start(): Promise<void> {
    return this.page.evaluate((options) => window.phone.start(options), this.options);
  }

  call(target: string): Promise<void> {
    return this.page.evaluate((number) => window.phone.call(number), target);
  }

  hangup(): Promise<void> {
    return this.page.evaluate(() => window.phone.hangup());
  }

  refuse(): Promise<void> {
    return this.page.evaluate(() => window.phone.refuse());
  }

  dtmf(digits: string, way: "RFC2833" | "INFO" = "RFC2833"): Promise<void> {
    return this.page.evaluate(([all, by]) => window.phone.dtmf(all, by), [digits, way] as const);
  }

  hold(held: boolean): Promise<void> {
    return this.page.evaluate((wanted) => window.phone.hold(wanted), held);
  }

  reinvite(): Promise<void> {
    return this.page.evaluate(() => window.phone.reinvite());
  }

  mute(muted: boolean): Promise<void> {
    return this.page.evaluate((wanted) => window.phone.mute(wanted), muted);
  }

  established(): Promise<boolean> {
    return this.page.evaluate(() => window.phone.established);
  }

  codec(): Promise<string> {
    return this.page.evaluate(() => window.phone.codec());
  }

  events(): Promise<PageEvent[]> {
    return this.page.evaluate(() => window.phone.events);
  }

  /** What was heard from a moment on (milliseconds since 1970). */
  samples(from: number): Promise<Sample[]> {
    return this.page.evaluate(
      (start) => window.phone.samples.filter(({ at }) => at >= start),
      from,
    );
  }

  /** Resolves when the page has told of an event. */
  async told(name: string, waitMs?: number): Promise<PageEvent> {
    let found: PageEvent | undefined;
    await until(
      `${name} at ${this.options.user}`,
      async () => {
        found = (await this.events()).find((event) => event.name === name);
        return found !== undefined;
      },
      waitMs,
    );
    return found!;
  }

  /** Median level of each frequency over the next `ms`, in the order of `listensFor`. */
  async hears(ms = 500): Promise<number[]> {
    const from = Date.now();
    await pause(ms);
    const samples = await this.samples(from);
    return this.options.listensFor.map((_, index) => median(samples, index));
  }

  /** Resolves when a frequency is louder than `level` (or no louder, with `silent`) for 100 ms. */
  async waitsFor(
    hz: number,
    { level = -40, silent = false, waitMs = PATIENCE_MS } = {},
  ): Promise<void> {
    const index = this.options.listensFor.indexOf(hz);
    await until(
      `${hz} Hz ${silent ? "to end" : ""} at ${this.options.user}`,
      async () => {
        const samples = await this.samples(Date.now() - 100);
        return (
          samples.length > 3 &&
          samples.every(({ levels }) => (levels[index] ?? -200) > level !== silent)
        );
      },
      waitMs,
    );
  }

  /** When a frequency was last louder than `level` since `from`; `from` when never. */
  async lastHeard(hz: number, from: number, level = -40): Promise<number> {
    const index = this.options.listensFor.indexOf(hz);
    const loud = (await this.samples(from)).filter(({ levels }) => (levels[index] ?? -200) > level);
    return loud.at(-1)?.at ?? from;
  }

  /** The page's process dies on the spot. */
  async crash(): Promise<void> {
    const crashed = new Promise((resolve) => this.page.once("crash", resolve));
    this.page.goto("chrome://crash").catch(() => undefined);
    await crashed;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

function median(samples: readonly Sample[], index: number): number {
  const values = samples.map(({ levels }) => levels[index] ?? -200).sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? -200;
}

function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
}

/** The page's script as one classic script. */
async function bundle(): Promise<string> {
  const build = await rolldown({ input: SOURCE, platform: "browser", logLevel: "silent" });
  const { output } = await build.generate({ format: "iife", name: "page" });
  await build.close();
  return output[0].code;
}
