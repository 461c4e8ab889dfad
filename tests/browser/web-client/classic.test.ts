/// <reference lib="dom" />
import { rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { hasProgram } from "../../phones/harness/processes.js";
import { MISSING } from "../harness/bench.js";
import { classicClient } from "./classic-client.js";
import { ForeignSite, type ForeignVisit } from "./foreign-site.js";

const reason = MISSING ?? (hasProgram("openssl") ? undefined : "openssl is not installed");
if (reason) process.stdout.write(`Skipped: a web client of somebody else's (${reason})\n`);

const folder = classicClient();
let foreign: ForeignSite;
const visits: ForeignVisit[] = [];

beforeAll(async () => {
  if (!reason) foreign = await ForeignSite.start(folder);
}, 60_000);
afterEach(async () => {
  for (const visit of visits.splice(0)) await visit.context.close();
  await foreign?.site.rooms.empty();
});
afterAll(async () => {
  await foreign?.stop();
  rmSync(folder, { recursive: true });
}, 30_000);

const classicTest = (name: string, body: () => Promise<void>) =>
  test.skipIf(reason !== undefined)(name, body, 60_000);

async function visit(who: "tess" | "zoe" | "paul" | undefined): Promise<ForeignVisit> {
  const made = await foreign.visit(who && foreign.site.people[who]);
  visits.push(made);
  return made;
}

const KNOWN = { tess: /team.*friends.*public/, zoe: /friends.*public/, paul: /users, public$/ };

for (const who of ["tess", "zoe", "paul"] as const)
  classicTest(`${who} signs in by digest, and the client works by v1 alone`, async () => {
    const { people, rooms } = foreign.site;
    const each = await visit(who);
    const { page } = each;
    const fonts = page.waitForResponse(/letters.*woff2/);
    await page.goto("/");
    await page.getByText(`${people[who].name}, ${people[who].id}`).waitFor();
    await page.locator("#known", { hasText: KNOWN[who] }).waitFor();
    await page.getByText("quiet").waitFor();
    await rooms.enter("30000", people.toni.id, "Toni Team");
    await rooms.enter("32000", people.tess.id, "Tess Team");
    await page.locator("#live", { hasText: "public: Tess Team" }).waitFor();
    const live = await page.locator("#live").innerText();
    expect(live.includes("team: Toni Team")).toBe(who === "tess");
    expect((await fonts).status()).toBe(200);
    await page.waitForFunction(() => document.title === "Classic 42");
    const looks = await page.evaluate(() => ({
      color: getComputedStyle(document.querySelector("#who") as Element).color,
      margin: getComputedStyle(document.querySelector("#who") as Element).marginLeft,
      background: getComputedStyle(document.body).backgroundColor,
      pictures: [...document.images].map(({ naturalWidth }) => naturalWidth),
    }));
    expect(looks).toEqual({
      ...{ color: "rgb(1, 2, 3)", margin: "7px", background: "rgb(4, 5, 6)" },
      pictures: [1, 1],
    });
    expect(each.problems.filter((problem) => !problem.includes("favicon"))).toEqual([]);
  });

classicTest("a command of the client has its effect on the switch and comes back", async () => {
  const { people, rooms } = foreign.site;
  const { page } = await visit("tess");
  await page.goto("/");
  await rooms.enter("32000", people.toni.id, "Toni Team");
  await page.locator("#live", { hasText: "public: Toni Team" }).waitFor();
  await page.getByRole("button", { name: "lock" }).click();
  await rooms.until("locked", "public", ({ locked }) => locked);
  await page.locator("#live", { hasText: "public (locked): Toni Team" }).waitFor();
});

classicTest("a browser that has not been told name and password is asked for them", async () => {
  const { page } = await visit(undefined);
  const asked = page.waitForResponse((response) => response.status() === 401);
  await Promise.all([asked, page.goto("/").catch(() => undefined)]);
  expect((await asked).headers()["www-authenticate"]).toMatch(/^Digest /);
});

classicTest(
  "the page may not run texts as code, nor load from other sites or reach them",
  async () => {
    const { page } = await visit("paul");
    await page.goto("/");
    await page.waitForFunction(() => document.title === "Classic 42");
    await page.getByRole("button", { name: "tricks" }).click();
    await page
      .getByText("connect-src connect-src frame-src img-src script-src script-src-elem")
      .waitFor();
  },
);
