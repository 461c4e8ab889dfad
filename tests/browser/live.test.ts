/// <reference lib="dom" />
import { readdirSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { browserTest, misbehavingTest, useBench } from "./harness/bench.js";
import type { Visitor } from "./harness/visitor.js";

const bench = useBench();
const ADA = "20501";
const BELA = "20502";

/** A moderator looks at a conference with a participant and another moderator in it. */
async function watching(): Promise<{ visitor: Visitor; page: Page }> {
  const { site } = bench;
  const { rooms } = site;
  await rooms.enter("30000", ADA, "Ada Lovelace");
  await rooms.enter("30000", BELA, "Béla Bartók", "moderator");
  const visitor = await bench.visitor();
  const { conference_uuid: id } = await rooms.until(
    "two",
    "team",
    ({ members }) => members.length === 2,
  );
  await visitor.signIn(site.people.tess, `/live/${id}`);
  const { page } = visitor;
  await row(page, "Ada Lovelace").waitFor();
  return { visitor, page };
}

const row = (page: Page, name: string) => page.getByRole("listitem").filter({ hasText: name });

async function choose(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

const click = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

browserTest("what a moderator does with the whole conference, the switch has done", async () => {
  const { site } = bench;
  const { rooms } = site;
  const { page } = await watching();

  await click(page, "Lock");
  await rooms.until("locked", "team", ({ locked }) => locked);
  await page.getByText("Locked").waitFor();
  await click(page, "Unlock");
  await rooms.until("unlocked", "team", ({ locked }) => !locked);
  await page.getByText("Locked").waitFor({ state: "detached" });

  await click(page, "Mute all");
  await rooms.untilMember("muted", ["team", ADA], ({ flags }) => !flags.can_speak);
  await rooms.untilMember("not muted", ["team", BELA], ({ flags }) => flags.can_speak);
  await row(page, "Ada").getByLabel("muted").waitFor();
  await click(page, "Unmute all");
  await rooms.untilMember("unmuted", ["team", ADA], ({ flags }) => flags.can_speak);

  await click(page, "Record");
  await rooms.until("recording", "team", ({ recording }) => recording);
  await page.getByText(/^Recording \d/).waitFor();
  await click(page, "Pause");
  await page.getByText("Recording paused").waitFor();
  await rooms.until("paused", "team", ({ members }) => members.some(({ status }) => status));
  await click(page, "Resume");
  await rooms.until("resumed", "team", ({ members }) => !members.some(({ status }) => status));
  await click(page, "Stop recording");
  await rooms.until("not recording", "team", ({ recording }) => !recording);
  expect(
    readdirSync(site.recordingsDir).filter((name) => /^team-.*\.wav$/.test(name)),
  ).toHaveLength(1);

  await click(page, "End for all");
  await page.getByText("2 members will be disconnected.").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "End for all" }).click();
  await rooms.untilGone("team");
  await page.getByRole("heading", { name: "This conference is not running" }).waitFor();
});

browserTest("a sound is played to everybody, and stopped", async () => {
  const { control } = bench.site;
  const { page } = await watching();
  const from = control.now;
  await click(page, "Play");
  await page
    .getByRole("menuitem", { name: "recording_started" })
    .or(page.getByRole("menuitem").nth(1))
    .first()
    .click();
  await control.action("play-file", undefined, from);
  await page.getByRole("menuitem").first().waitFor({ state: "detached" });
  await click(page, "Play");
  await page.getByRole("menuitem", { name: "Stop playing" }).click();
  await control.action("play-file-done", undefined, from);
});

browserTest("what a moderator does with a member, the switch has done", async () => {
  const { rooms } = bench.site;
  const { page } = await watching();
  const ada = ["team", ADA] as const;

  await click(page, "Mute: Ada Lovelace");
  await rooms.untilMember("muted", ada, ({ flags }) => !flags.can_speak);
  await click(page, "Unmute: Ada Lovelace");
  await rooms.untilMember("unmuted", ada, ({ flags }) => flags.can_speak);

  await choose(page, "Ada Lovelace", "Let hear nothing");
  await rooms.untilMember("deaf", ada, ({ flags }) => !flags.can_hear);
  await row(page, "Ada").getByLabel("hears nothing").waitFor();
  await choose(page, "Ada Lovelace", "Let hear again");
  await rooms.untilMember("hearing", ada, ({ flags }) => flags.can_hear);

  await choose(page, "Ada Lovelace", "Give the floor");
  await rooms.untilMember("has the floor", ada, ({ flags }) => flags.has_floor);
  await row(page, "Ada").getByLabel("has the floor").waitFor();

  await choose(page, "Ada Lovelace", "Volume…");
  await page.getByRole("slider", { name: "How loud others hear Ada Lovelace" }).press("ArrowRight");
  await rooms.untilMember("louder", ada, (member) => member.volume_in === 1);
  await page.getByRole("slider", { name: "How loud Ada Lovelace hears others" }).press("ArrowLeft");
  await rooms.untilMember("hears less", ada, (member) => member.volume_out === -1);
  await page.getByRole("slider", { name: /Sound quieter/ }).press("End");
  await rooms.untilMember("threshold", ada, ({ energy }) => energy === 2000);
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  await row(page, "Ada").getByText("Voice +1").waitFor();

  await choose(page, "Ada Lovelace", "Rename…");
  await page.getByRole("textbox", { name: "Name in this conference" }).fill("Countess of Lovelace");
  await page.keyboard.press("Enter");
  await row(page, "Countess of Lovelace").waitFor();

  await choose(page, "Countess of Lovelace", "To another conference…");
  await page.getByRole("dialog").getByRole("combobox").fill("friends");
  await page.getByRole("option", { name: "friends" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Move" }).click();
  await row(page, "Countess").waitFor({ state: "detached" });
  await rooms.untilMember("moved", ["friends", ADA], () => true);
  expect(await rooms.numbers("team")).toEqual([BELA]);

  await choose(page, "Béla Bartók", "Remove from the conference");
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await rooms.untilGone("team");
});

misbehavingTest(
  "a command under way is seen, and one that failed says so and can be tried again",
  async () => {
    const { site } = bench;
    const { rooms } = site;
    const { page } = await watching();
    site.softswitch.misbehave("slow reply", 60_000);
    const lock = page.getByRole("button", { name: "Lock", exact: true });
    await lock.click();
    await page.locator("button[data-loading]", { hasText: "Lock" }).waitFor();
    site.softswitch.misbehave("drop link");
    site.softswitch.behave();
    const alert = page
      .getByRole("alert")
      .filter({ hasText: "The switch cannot be reached at the moment." });
    await alert.waitFor();
    await page.getByText(/what you see stands still/).waitFor({ state: "detached" });
    await alert.getByRole("button", { name: "Dismiss" }).click();
    await alert.waitFor({ state: "detached" });
    await lock.click();
    await rooms.until("locked", "team", ({ locked }) => locked);
    await page.getByText("Locked").waitFor();
  },
);

browserTest(
  "two join by one click on Home, see and hear each other, write, raise a hand and leave",
  async () => {
    const { site } = bench;
    const { rooms } = site;
    const [tess, toni] = [await bench.visitor(), await bench.visitor()];
    await Promise.all([tess.signIn(site.people.tess), toni.signIn(site.people.toni)]);
    for (const { page } of [tess, toni]) {
      await page.getByText("Ready for calls").waitFor();
      await page.getByRole("button", { name: "Join team" }).click();
    }
    await rooms.until("both", "team", ({ members }) => members.length === 2);
    await Promise.all([tess, toni].map(hears));
    for (const { page } of [tess, toni])
      await page
        .getByRole("link", { name: /Open team|Open the conference/ })
        .first()
        .click();
    await row(tess.page, "Toni Team").waitFor();
    await row(toni.page, "Tess Team").waitFor();

    await toni.page
      .getByRole("region", { name: "You" })
      .getByRole("button", { name: "Raise hand" })
      .click();
    await row(tess.page, "Toni Team").getByLabel("Hand raised").waitFor();
    await choose(tess.page, "Toni Team", "Lower hand");
    await toni.page
      .getByRole("region", { name: "You" })
      .getByRole("button", { name: "Raise hand" })
      .waitFor();

    await toni.page.getByRole("textbox", { name: "Message" }).fill("Good morning <b>all</b>");
    await toni.page.keyboard.press("Enter");
    await tess.page.getByRole("log").getByText("Good morning <b>all</b>").waitFor();

    await click(tess.page, "Mute: Toni Team");
    const own = toni.page.getByRole("region", { name: "You" });
    await own.getByRole("button", { name: "Unmute" }).click();
    await rooms.untilMember(
      "unmuted",
      ["team", site.people.toni.id],
      ({ flags }) => flags.can_speak,
    );
    await own.getByRole("button", { name: "Leave" }).click();
    await row(tess.page, "Toni Team").waitFor({ state: "detached" });
    expect(await rooms.numbers("team")).toEqual([site.people.tess.id]);
    await tess.page
      .getByRole("region", { name: "Calls" })
      .getByRole("button", { name: "Hang up" })
      .click();
    await rooms.untilGone("team");
  },
);

/** Resolves when sound that is not silence has come out of the page's calls. */
async function hears({ page }: Visitor): Promise<void> {
  await page.waitForFunction(async () => {
    const { connections } = window as unknown as { connections: RTCPeerConnection[] };
    const reports = await Promise.all(connections.map((each) => each.getStats()));
    return reports.some((report) =>
      [...report.values()].some(
        (each) =>
          each.type === "inbound-rtp" && each.kind === "audio" && each.totalAudioEnergy > 1e-4,
      ),
    );
  });
}

const TRIES = 20;

browserTest("what happens on the switch reaches the page within 200 ms", async () => {
  const { site } = bench;
  const { rooms } = site;
  const { page } = await watching();
  const member = (await rooms.find("team"))?.members.find((each) => each.caller_id_number === ADA);
  await page.evaluate(() => {
    const seen: [boolean, number][] = [];
    Object.assign(window, { seen });
    let before: boolean | undefined;
    new MutationObserver(() => {
      const muted = document.querySelector('[aria-label="Unmute: Ada Lovelace"]') !== null;
      if (muted === before) return;
      before = muted;
      requestAnimationFrame(() => seen.push([muted, Date.now()]));
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  const delays: number[] = [];
  for (let count = 0; count < TRIES; count += 1) {
    const action = count % 2 === 0 ? "mute" : "unmute";
    const from = site.control.now;
    await site.control.api(`conference team ${action} ${member?.id}`);
    const event = await site.control.action(`${action}-member`, ADA, from);
    const happened = Number(event.get("Event-Date-Timestamp")) / 1000;
    const name = `${action === "mute" ? "Unmute" : "Mute"}: Ada Lovelace`;
    await page.getByRole("button", { name, exact: true }).waitFor();
    await page.waitForFunction(
      (most) => (window as unknown as { seen: unknown[] }).seen.length > most,
      count,
    );
    const shown = await page.evaluate(
      () => (window as unknown as { seen: [boolean, number][] }).seen.at(-1)?.[1] ?? 0,
    );
    delays.push(shown - happened);
  }
  delays.sort((one, other) => one - other);
  const median = delays[TRIES / 2] ?? Number.NaN;
  process.stdout.write(
    `Measured: from the switch's event to the page: median ${Math.round(median)} ms, at most ${Math.round(delays.at(-1) ?? 0)} ms of ${TRIES}\n`,
  );
  expect(median).toBeGreaterThanOrEqual(0);
  expect(median).toBeLessThan(200);
});

browserTest(
  "a participant sees the conference of participants and controls only itself",
  async () => {
    const { site } = bench;
    const { rooms } = site;
    await rooms.enter("32000", "22501", "Chandra");
    await rooms.enter("30000", ADA, "Ada Lovelace");
    const visitor = await bench.visitor();
    const { page } = visitor;
    const secret = (await rooms.until("somebody", "team", ({ members }) => members.length === 1))
      .conference_uuid;
    await visitor.signIn(site.people.paul);
    await page.getByText("Ready for calls").waitFor();
    expect(await page.getByRole("article").count()).toBe(1);
    await page.getByRole("button", { name: "Join public" }).click();
    await rooms.until("both", "public", ({ members }) => members.length === 2);
    await page.getByRole("link", { name: "Open public" }).first().click();
    await row(page, "Chandra").waitFor();
    expect(await page.getByRole("group", { name: "Control of the conference" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: /Chandra/ }).count()).toBe(0);
    const own = page.getByRole("region", { name: "You" });
    const [before] =
      (await rooms.find("public"))?.members.filter(
        (each) => each.caller_id_number === site.people.paul.id,
      ) ?? [];
    await own
      .getByRole("button", { name: before?.flags.can_speak ? "Mute" : "Unmute", exact: true })
      .click();
    await rooms.untilMember(
      "changed",
      ["public", site.people.paul.id],
      ({ flags }) => flags.can_speak !== before?.flags.can_speak,
    );
    await visitor.visit(`/live/${secret}`);
    await page.getByRole("heading", { name: "This conference is not running" }).waitFor();
    expect(await page.getByText("Ada Lovelace").count()).toBe(0);
  },
);
