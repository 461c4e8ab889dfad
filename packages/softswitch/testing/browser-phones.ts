import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium, type Page } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";

/** Undefined, with a printed reason, where there is no browser to test with. */
export function findChromium(): string | undefined {
  if (existsSync(CHROMIUM)) return CHROMIUM;
  process.stderr.write(`skipped: no Chromium in ${CHROMIUM}\n`);
  return undefined;
}

/** One headless browser and the page that telephones are opened from. */
export interface BrowserPhones {
  open(): Promise<BrowserPhone>;
  closeAll(): Promise<void>;
  stop(): Promise<void>;
}

/** A page with one peer connection; the methods are those of the page's `phone`. */
export interface BrowserPhone {
  readonly page: Page;
  offer(options?: {
    readonly frequency?: number;
    readonly video?: boolean;
    readonly direction?: string;
    readonly offer?: { readonly iceRestart?: boolean };
  }): Promise<string>;
  accept(sdp: string): Promise<void>;
  answer(
    sdp: string,
    options?: { readonly frequency?: number; readonly video?: boolean },
  ): Promise<string>;
  measure(): Promise<{ readonly frequency: number; readonly level: number }>;
  dial(digits: string): Promise<void>;
  state(): Promise<string>;
  stats(type: string, kind?: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  tracks(): Promise<number>;
}

export async function startBrowserPhones(executablePath: string): Promise<BrowserPhones> {
  const server = await servePage();
  const browser = await launch(executablePath);
  const { port } = server.address() as AddressInfo;
  return {
    open: async () => {
      const page = await (await browser.newContext()).newPage();
      await page.goto(`http://127.0.0.1:${port}/`);
      return wrap(page);
    },
    closeAll: async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    stop: async () => {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--allow-loopback-in-peer-connection",
      "--autoplay-policy=no-user-gesture-required",
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
    ],
  });
}

async function servePage(): Promise<Server> {
  const html = await readFile(new URL("./browser-page.html", import.meta.url));
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html", connection: "close" }).end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function wrap(page: Page): BrowserPhone {
  const run = async <T>(method: string, ...values: readonly unknown[]): Promise<T> => {
    const list = values.map((value) => JSON.stringify(value) ?? "undefined").join(",");
    return (await page.evaluate(`phone.${method}(${list})`)) as T;
  };
  return {
    page,
    offer: (options) => run("offer", options),
    accept: (sdp) => run("accept", sdp),
    answer: (sdp, options) => run("answer", sdp, options),
    measure: () => run("measure"),
    dial: (digits) => run("dial", digits),
    state: () => run("state"),
    stats: (type, kind) => run("stats", type, kind),
    tracks: async () => (await page.evaluate("phone.tracks")) as number,
  };
}
