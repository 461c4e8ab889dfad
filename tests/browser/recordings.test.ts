/// <reference lib="dom" />
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { until } from "../phones/harness/processes.js";
import { tone, wavFile } from "../phones/harness/sound.js";
import { browserTest, misbehavingTest, useBench } from "./harness/bench.js";

const bench = useBench();
const LONG = "friends-2026-11-20T08:00:00.000Z.wav";

browserTest(
  "a recording is listed while it runs, played, sought in, downloaded and deleted",
  async () => {
    const { site } = bench;
    writeFileSync(
      join(site.recordingsDir, LONG),
      wavFile(tone({ hz: 440, ms: 30_000, rate: 8000 }), 8000),
    );
    await site.rooms.enter("30000", "20501", "Ada Lovelace");
    const { conference_uuid: id } = await site.rooms.until("Ada", "team", () => true);
    const visitor = await bench.visitor();
    const { page } = visitor;
    await visitor.signIn(site.people.tess, `/live/${id}`);
    await page.getByRole("button", { name: "Record", exact: true }).click();
    await page.getByRole("button", { name: "Stop recording" }).waitFor();
    await page.getByRole("link", { name: "Recordings" }).click();
    const rows = page.getByRole("row");
    const state = (text: string) =>
      rows.filter({ hasText: "team-" }).getByText(text).filter({ visible: true }).waitFor();
    await state("Running");
    await site.control.api("conference team hup all");
    await state("Finished");

    const friends = rows.filter({ hasText: LONG });
    await friends.getByRole("button", { name: /^Play/ }).click();
    const at = () => page.locator("video").evaluate((each: HTMLVideoElement) => each.currentTime);
    await until("it to play", async () => (await at()) > 0.3);
    await page.getByRole("button", { name: "10 seconds forward" }).click();
    await until("it to have jumped", async () => (await at()) > 10);
    await page.getByRole("slider", { name: "Position" }).press("End");
    await until("its end", async () => (await at()) > 29);
    await page.getByRole("button", { name: "Close the player" }).click();

    const download = page.waitForEvent("download");
    await friends.getByRole("link", { name: /^Download/ }).click();
    expect((await (await download).createReadStream()).readable).toBe(true);

    await page
      .getByRole("searchbox")
      .or(page.getByRole("textbox", { name: /Search/ }))
      .first()
      .fill("friends");
    await rows.filter({ hasText: "team-" }).waitFor({ state: "detached" });
    await friends.getByRole("button", { name: /^Delete/ }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /Delete/ })
      .click();
    await friends.waitFor({ state: "detached" });
  },
);

browserTest(
  "the system's screen tells of the switch, reads again, and takes commands",
  async () => {
    const { site } = bench;
    const visitor = await bench.visitor();
    const { page } = visitor;
    await visitor.signIn(site.people.tess, "/system");
    await page.getByText("Connected", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Read again" }).click();
    await page.getByText("The switch has read its configuration again.").waitFor();
    await site.rooms.enter("30000", "20501", "Ada Lovelace");
    await page.getByText("Ada Lovelace").first().waitFor();
    await page.getByRole("textbox", { name: "Command" }).fill("status");
    await page.keyboard.press("Enter");
    await page
      .getByText(/session\(s\) since startup/)
      .first()
      .waitFor();
  },
);

misbehavingTest("a refused reload is told with the switch's own words", async () => {
  const { site } = bench;
  const visitor = await bench.visitor();
  visitor.expectProblem(/status of 50\d/);
  const { page } = visitor;
  await visitor.signIn(site.people.tess, "/system");
  await page.getByText("Connected", { exact: true }).waitFor();
  site.softswitch.misbehave("refuse reload", "1 [error near line 7]: missing >");
  await page.getByRole("button", { name: "Read again" }).click();
  await page.getByText(/error near line 7/).waitFor();
});
