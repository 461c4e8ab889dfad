import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSystem, type TestSystem } from "../_util/system.js";

/** The client as `npm test` has built it; another build where the environment names one. */
const CLIENT =
  process.env["PARLEY_TEST_CLIENT"] ??
  fileURLToPath(new URL("../../packages/web/dist/client", import.meta.url));
const CHROMIUM = process.env["PARLEY_TEST_CHROMIUM"] ?? "/usr/bin/chromium";
const possible = existsSync(CHROMIUM) && existsSync(join(CLIENT, "index.html"));

let system: TestSystem;
let browser: Browser;
beforeAll(async () => {
  if (!possible) return;
  system = await startSystem({ webDir: CLIENT });
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

test.skipIf(!possible)(
  "an administrator makes a snapshot, sees what restoring changes, restores it and deletes it",
  async () => {
    const context = await browser.newContext({ baseURL: system.server.url, locale: "en-GB" });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on("console", (message) => {
      // The browser's phone finds no SIP here.
      const ours = message.type() === "error" && !message.text().startsWith("WebSocket");
      if (ours) problems.push(message.text());
    });
    const { name, password } = system.admin;
    await context.request.post("/api/v2/session", {
      headers: { "x-parley": "1" },
      data: { name, password },
    });
    await page.goto("/system");
    const card = page.getByRole("region", { name: "Archive" });
    await card.getByText("There is no snapshot yet.").waitFor();
    await card.getByRole("button", { name: "Make a snapshot" }).click();
    await card.getByRole("cell", { name: "Everything" }).waitFor();

    const vars = join(system.confDir, "vars.xml");
    const before = readFileSync(vars, "utf8");
    writeFileSync(vars, `${before}<!-- by hand -->\n`);
    await card.getByRole("button", { name: /^Restore freeswitch-/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("vars.xml").click();
    await dialog.getByText("-<!-- by hand -->").waitFor();
    await dialog.getByRole("button", { name: "Restore", exact: true }).click();
    await page.getByText("Restored. 1 file has changed.").waitFor();
    expect(readFileSync(vars, "utf8")).toBe(before);
    await card.getByText("before a restore").waitFor();

    await card.getByRole("button", { name: /^Delete freeswitch-before_restore/ }).click();
    await dialog.getByRole("button", { name: "Delete", exact: true }).click();
    await card.getByText("before a restore").waitFor({ state: "detached" });
    expect(problems).toEqual([]);
  },
  60_000,
);
