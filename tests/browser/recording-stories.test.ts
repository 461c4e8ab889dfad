/// <reference lib="dom" />
import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { hasProgram, until } from "../phones/harness/processes.js";
import { browserTest, useBench } from "./harness/bench.js";

const bench = useBench();
const ADA = "20501";
const click = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
/** The newest stands first. */
const newest = (page: Page, state: string) =>
  page.getByRole("row").nth(1).filter({ hasText: state });

/** Somebody records `team` from the live view while Ada is in it, and is left on the list of recordings. */
async function recorded(meanwhile: (page: Page) => Promise<void>): Promise<Page> {
  const { rooms, people } = bench.site;
  await rooms.enter("30000", ADA, "Ada Lovelace");
  const { conference_uuid: id } = await rooms.until("Ada", "team", () => true);
  const visitor = await bench.visitor();
  const { page } = visitor;
  await visitor.signIn(people.tess, `/live/${id}`);
  await click(page, "Record");
  await page.getByText("started by Tess Team").waitFor();
  await meanwhile(page);
  await click(page, "Stop recording");
  await rooms.until("not recording", "team", ({ recording }) => !recording);
  await page.getByRole("link", { name: "Recordings" }).click();
  await newest(page, "Finished").waitFor();
  return page;
}

const position = (page: Page) =>
  page.locator("video").evaluate((each: HTMLVideoElement) => each.currentTime);

browserTest(
  "a recording tells who began, paused and stopped it, and a bar of who was in it leads to where it is heard",
  async () => {
    const { rooms } = bench.site;
    const page = await recorded(async (live) => {
      await until("some sound", async () => {
        const timer = await live.getByRole("status").getByRole("timer").innerText();
        return timer >= "0:02";
      });
      await rooms.enter("30000", "20502", "Béla Bartók");
      await live.getByRole("listitem").filter({ hasText: "Béla" }).waitFor();
      await click(live, "Pause");
      await live.getByText("Recording paused").waitFor();
      await click(live, "Resume");
      await live.getByText(/^Recording \d/).waitFor();
    });
    await newest(page, "Finished")
      .getByRole("button", { name: /^Details of team/ })
      .click();
    const player = page.getByRole("region", { name: "Player: team" });
    const story = (term: string, text: string | RegExp) =>
      player
        .locator("div", { has: page.locator("dt", { hasText: term }) })
        .getByText(text)
        .first();
    await story("Started by", "Tess Team").waitFor();
    await story("Ended", /stopped by Tess Team/).waitFor();
    await story("In it", "2").waitFor();
    await player.getByText(/^Paused at 0:0\d for 0:0\d by Tess Team$/).waitFor();
    const who = player.getByRole("list", { name: "Who was in it" });
    await who.getByText("Ada Lovelace").waitFor();
    expect(await who.getByRole("listitem").count()).toBe(2);
    expect(await page.locator("video").evaluate((each: HTMLVideoElement) => each.paused)).toBe(
      true,
    );

    const bar = who.getByRole("button", { name: /^Béla Bartók, from 0:0\d to/ });
    await bar.press("Enter");
    await until("Béla's coming", async () => (await position(page)) >= 1.5);
    const came = await position(page);
    await bar.click();
    await until("the middle of the stay", async () => (await position(page)) > came);
    await who.getByRole("button", { name: /^Ada Lovelace/ }).press("Enter");
    await until("the beginning", async () => (await position(page)) === 0);

    await page.keyboard.press("Escape");
    await player.waitFor({ state: "detached" });
  },
);

browserTest(
  "a recording that runs tells its story too, and is heard once it has ended",
  async () => {
    const { rooms, people } = bench.site;
    await rooms.enter("30000", ADA, "Ada Lovelace");
    const { conference_uuid: id } = await rooms.until("Ada", "team", () => true);
    const visitor = await bench.visitor();
    const { page } = visitor;
    await visitor.signIn(people.tess, `/live/${id}`);
    await click(page, "Record");
    await page.getByText("started by Tess Team").waitFor();
    await page.getByRole("link", { name: "Recordings" }).click();
    await newest(page, "Running")
      .getByRole("button", { name: /^Details of team/ })
      .click();
    const player = page.getByRole("region", { name: "Player: team" });
    await player.getByText("It can be heard once it has ended.").waitFor();
    await player.getByRole("list", { name: "Who was in it" }).getByText("Ada Lovelace").waitFor();
    await bench.site.control.api("conference team hup all");
    await player.getByRole("button", { name: "Play", exact: true }).waitFor();
    await player.getByText(/with the conference$/).waitFor();
  },
);

browserTest(
  "whoever looks is warned of a file that does not grow, and of a recording that cannot begin",
  async () => {
    const { rooms, people, control, recordingsDir } = bench.site;
    await rooms.enter("30000", ADA, "Ada Lovelace");
    const { conference_uuid: id } = await rooms.until("Ada", "team", () => true);
    const visitor = await bench.visitor();
    const { page } = visitor;
    await visitor.signIn(people.tess, `/live/${id}`);
    await page.getByText("Ada Lovelace").first().waitFor();
    await control.api("conference team record /proc/nowhere/x.wav");
    const failed = page.getByRole("alert").filter({ hasText: "could not begin" });
    await failed.getByText("Not recording").waitFor();

    await click(page, "Record");
    const { members } = await rooms.until("recording", "team", ({ recording }) => recording);
    await failed.waitFor({ state: "detached" });
    const path = members.find(({ record_path }) => record_path)?.record_path ?? "";
    // The switch goes on writing into a file that has no name any more.
    rmSync(join(recordingsDir, basename(path)));
    await page.getByRole("alert").filter({ hasText: "its file does not grow" }).waitFor();
    await click(page, "Stop recording");
    await page.getByRole("alert").filter({ hasText: /./ }).waitFor({ state: "detached" });
  },
);

const CONVERTS = hasProgram("ffmpeg");
if (!CONVERTS) process.stdout.write("Skipped: converting in the page (ffmpeg is not installed)\n");
if (CONVERTS)
  browserTest("a recording becomes Opus where it stands, with its story", async () => {
    const page = await recorded(async (live) => {
      await until("some sound", async () => {
        const timer = await live.getByRole("status").getByRole("timer").innerText();
        return timer >= "0:01";
      });
    });
    await newest(page, "Finished")
      .getByRole("button", { name: /^Details of team/ })
      .click();
    const player = page.getByRole("region", { name: "Player: team" });
    await player.getByRole("button", { name: "Convert" }).click();
    await page.getByRole("menuitem", { name: /Opus/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Convert" }).click();
    await page.getByText(/^Converted: team-.*\.opus now takes/).waitFor();
    await player.getByText("Converted from").waitFor();
    await player.getByText(/^team-.*\.wav$/).waitFor();
    await player.getByText("Ada Lovelace").waitFor();
    await player.getByRole("button", { name: "Play", exact: true }).click();
    await until("it to play", async () => (await position(page)) > 0.2);
    await newest(page, ".opus").waitFor();
  });
