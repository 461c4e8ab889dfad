/// <reference lib="dom" />
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { tone, wavFile } from "../phones/harness/sound.js";
import { grave, settled } from "./harness/axe.js";
import { browserTest, useBench } from "./harness/bench.js";
import type { Visitor, VisitWishes } from "./harness/visitor.js";

const bench = useBench();

const IMAGE = '<img src=x onerror="window.hacked=true">';
const SCRIPT = "<script>window.hacked=true</script>";
const OVERRIDE = "\u202egnp.exe\u2066evil";
const LONG = "W".repeat(200);
const HOSTILE = [IMAGE, SCRIPT, OVERRIDE, LONG, "'\"><b>bold</b>${7*7}{{7*7}}"];

/** A system with something on every screen; some of it means no good. */
async function busy(): Promise<string> {
  const { rooms, at, recordingsDir, people } = bench.site;
  for (const [index, name] of HOSTILE.entries())
    await rooms.enter("30000", String(20_501 + index), name, index === 0 ? "moderator" : "");
  const agent = `${IMAGE} ${LONG}`;
  await at.register(people.toni, agent);
  const name = "team-2026-11-20T08:00:00.000Z.wav";
  writeFileSync(join(recordingsDir, name), wavFile(tone({ hz: 440, ms: 3000, rate: 8000 }), 8000));
  return (await rooms.until("all", "team", ({ members }) => members.length === HOSTILE.length))
    .conference_uuid;
}

const SCREENS = ["/", "/monitor", "/phone", "/conferences", "/users", "/recordings", "/system"];

/** Opens every screen of an administrator, one after the other. */
async function everyScreen(
  wishes: VisitWishes,
  look: (page: Page, path: string) => Promise<void>,
): Promise<void> {
  const id = await busy();
  const visitor = await bench.visitor(wishes);
  const { page } = visitor;
  visitor.expectProblem(/status of 401/);
  await page.goto("/");
  await page.getByRole("heading", { name: "Sign in to Parley" }).waitFor();
  await look(page, "sign-in");
  await visitor.signIn(bench.site.people.tess);
  for (const path of [...SCREENS, `/live/${id}`]) {
    await visitor.visit(path);
    await settled(page);
    await look(page, path);
  }
}

for (const dark of [false, true])
  browserTest(
    `axe finds nothing serious on any screen in ${dark ? "dark" : "light"}`,
    async () => {
      const found: string[] = [];
      await everyScreen({ dark }, async (page, path) => {
        for (const each of await grave(page)) found.push(`${path}: ${each}`);
      });
      expect(found).toEqual([]);
    },
    45_000,
  );

browserTest(
  "hostile names are text on every screen, and no screen is wider than 320 pixels",
  async () => {
    const wide: string[] = [];
    await everyScreen({ width: 320, height: 640 }, async (page, path) => {
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > 320) wide.push(`${path} is ${width} wide because of ${await widest(page)}`);
      expect(await page.evaluate(() => "hacked" in window)).toBe(false);
      expect(await page.locator("img[src=x]").count()).toBe(0);
    });
    expect(wide).toEqual([]);
  },
);

browserTest(
  "a hostile name stands in the live view as it was sent, and turns nothing around it",
  async () => {
    const id = await busy();
    const visitor = await bench.visitor();
    const { page } = visitor;
    await visitor.signIn(bench.site.people.tess, `/live/${id}`);
    const list = page.getByRole("list", { name: "Members" });
    for (const name of [IMAGE, SCRIPT]) await list.getByText(name, { exact: true }).waitFor();
    const rows = await list.getByRole("listitem").all();
    expect(rows).toHaveLength(HOSTILE.length);
    for (const row of rows) {
      const box = await row.boundingBox();
      expect(box?.height).toBeLessThan(80);
      const number = await row.getByText(/^205\d\d$/).innerText();
      expect(number).toMatch(/^205\d\d$/);
    }
    expect(await list.locator("bdi").count()).toBeGreaterThanOrEqual(HOSTILE.length);
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
  },
);

/** Names the element that reaches furthest to the right. */
const widest = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const right = (each: Element) => each.getBoundingClientRect().right;
    const all = [...document.querySelectorAll("body *")].filter((each) => right(each) > 321);
    const last = all.sort((one, other) => right(other) - right(one))[0];
    return last?.outerHTML.slice(0, 300) ?? "nothing";
  });

browserTest(
  "with the keyboard alone one signs in, opens a conference and mutes somebody",
  async () => {
    const { rooms, people } = bench.site;
    await rooms.enter("30000", "20501", "Ada Lovelace");
    const visitor = await bench.visitor();
    visitor.expectProblem(/status of 401/);
    const { page } = visitor;
    await page.goto("/");
    await page.getByRole("heading", { name: "Sign in to Parley" }).waitFor();
    await tabTo(visitor, "Name");
    await page.keyboard.type(people.tess.name);
    await page.keyboard.press("Tab");
    await page.keyboard.type(people.tess.password);
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Open team" }).waitFor();
    await tabTo(visitor, "Open team");
    await page.keyboard.press("Enter");
    await page.getByRole("listitem").filter({ hasText: "Ada" }).waitFor();
    await tabTo(visitor, "Mute: Ada Lovelace");
    await page.keyboard.press("Enter");
    await rooms.untilMember("muted", ["team", "20501"], ({ flags }) => !flags.can_speak);
    await tabTo(visitor, "Actions for Ada Lovelace");
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem").first().waitFor();
    await page.keyboard.press("Escape");
    // The menu gives the focus back once it is gone.
    await expect.poll(() => focused(page)).toBe("Actions for Ada Lovelace");
  },
);

/** What a screen reader would say of the focus, more or less; empty when it cannot be seen. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const each = document.activeElement;
    if (!(each instanceof HTMLElement) || each.getBoundingClientRect().width === 0) return "";
    const label = each instanceof HTMLInputElement ? each.labels?.[0]?.innerText : undefined;
    return (each.ariaLabel ?? label ?? each.innerText).replace(/\s*\*$/, "").trim();
  });

const MOST_TABS = 60;

async function tabTo({ page }: Visitor, name: string): Promise<void> {
  const seen: string[] = [];
  while (seen.length < MOST_TABS) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press("Tab");
    seen.push(await focused(page));
  }
  throw new Error(`the Tab key never came to ${name}, but to ${seen.join(", ")}`);
}
