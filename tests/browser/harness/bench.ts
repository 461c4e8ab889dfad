import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "@parley/server";
import { type Browser, chromium } from "playwright-core";
import { afterAll, afterEach, beforeAll, test } from "vitest";
import { hasProgram } from "../../phones/harness/processes.js";
import { SWITCH } from "../../phones/harness/switches.js";
import { CLIENT, Site } from "./site.js";
import { Visitor, type VisitWishes } from "./visitor.js";

export const CHROMIUM = process.env["PARLEY_TEST_CHROMIUM"] ?? "/usr/bin/chromium";

export const FLAGS = [
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
  // A FreeSWITCH signs its own certificate for SIP over WebSocket.
  "--ignore-certificate-errors",
];

/** Why pages cannot be tried here; undefined when they can. */
export const MISSING = missing();

function missing(): string | undefined {
  if (!hasProgram(CHROMIUM)) return `${CHROMIUM} is not installed`;
  if (!existsSync(join(CLIENT, "index.html")))
    return "the browser client is not built: npm run build";
  return undefined;
}

/** A test in real pages; skipped, with the reason printed, where there is no browser. */
export function browserTest(name: string, body: () => Promise<void>, timeoutMs = 60_000): void {
  skippable(name, MISSING, body, timeoutMs);
}

/** A test for which the switch has to misbehave on request, which only the stand-in does. */
export function misbehavingTest(name: string, body: () => Promise<void>): void {
  const real = SWITCH === "FreeSWITCH" ? "a real switch does not misbehave on request" : undefined;
  skippable(name, MISSING ?? real, body, 30_000);
}

function skippable(
  name: string,
  reason: string | undefined,
  body: () => Promise<void>,
  timeoutMs: number,
): void {
  if (reason) process.stdout.write(`Skipped: ${name} (${reason})\n`);
  test.skipIf(reason !== undefined)(name, body, timeoutMs);
}

/** The site of one test file, and the visitors of one test, which leave with it. */
export interface Bench {
  readonly site: Site;
  /** Fails the test if anything went wrong in the page that was not expected. */
  visitor(wishes?: VisitWishes): Promise<Visitor>;
}

/** To be called once at the top of a test file. */
export function useBench(overrides: Partial<Settings> = {}): Bench {
  let site: Site | undefined;
  let browser: Browser | undefined;
  const visitors: Visitor[] = [];
  beforeAll(async () => {
    if (MISSING) return;
    const launch = chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
    [site, browser] = await Promise.all([Site.start(overrides), launch]);
  }, 60_000);
  afterEach(async () => {
    const results = await Promise.allSettled(visitors.splice(0).map((visitor) => visitor.close()));
    await site?.rooms.empty();
    for (const result of results) if (result.status === "rejected") throw result.reason;
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  }, 30_000);
  const running = (): { site: Site; browser: Browser } => {
    if (!site || !browser) throw new Error("the site has not started");
    return { site, browser };
  };
  return {
    get site() {
      return running().site;
    },
    async visitor(wishes) {
      const visitor = await Visitor.open(running().browser, running().site.url, wishes);
      visitors.push(visitor);
      return visitor;
    },
  };
}
