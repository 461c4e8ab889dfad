/// <reference lib="dom" />
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { until } from "../phones/harness/processes.js";
import { browserTest, useBench } from "./harness/bench.js";
import type { Visitor } from "./harness/visitor.js";

const bench = useBench();

async function atThePhone(who: "tess" | "toni" | "paul"): Promise<Visitor> {
  const visitor = await bench.visitor();
  await visitor.signIn(bench.site.people[who], "/phone");
  await visitor.page.getByText("Ready for calls").waitFor();
  return visitor;
}

async function dial(page: Page, number: string): Promise<void> {
  await page.getByRole("textbox", { name: "Number or name" }).fill(number);
  await page.keyboard.press("Enter");
}

const calls = (page: Page) => page.getByRole("region", { name: "Calls" });
const press = (page: Page, name: string) =>
  calls(page).getByRole("button", { name, exact: true }).click();

/** Whether sound of the microphone goes out, and how much has been heard. */
const sound = (page: Page) =>
  page.evaluate(async () => {
    const { connections } = window as unknown as { connections: RTCPeerConnection[] };
    const open = connections.filter((each) => each.connectionState === "connected");
    const tracks = open.flatMap((each) => each.getSenders().map(({ track }) => track));
    const reports = await Promise.all(open.map((each) => each.getStats()));
    const energies = reports.flatMap((report) =>
      [...report.values()]
        .filter((each) => each.type === "inbound-rtp" && each.kind === "audio")
        .map((each) => Number(each.totalAudioEnergy)),
    );
    const live = tracks.some((track) => track?.kind === "audio" && track.enabled);
    return { speaks: live, heard: Math.max(0, ...energies) };
  });

browserTest(
  "a number is dialled, keys are pressed, the call is muted, held, resumed and ended",
  async () => {
    const { site } = bench;
    const me = ["team", site.people.tess.id] as const;
    const { page } = await atThePhone("tess");
    await dial(page, "30000");
    await site.rooms.untilMember("is in", me, () => true);
    await calls(page).getByText("In a call").waitFor();

    await press(page, "Keypad");
    await calls(page)
      .getByRole("button", { name: /(Digit )?0\b/ })
      .last()
      .click();
    await site.rooms.untilMember("muted by key", me, ({ flags }) => !flags.can_speak);
    await calls(page)
      .getByRole("button", { name: /(Digit )?0\b/ })
      .last()
      .click();
    await site.rooms.untilMember("unmuted by key", me, ({ flags }) => flags.can_speak);

    expect((await sound(page)).speaks).toBe(true);
    await press(page, "Mute");
    await calls(page).getByText("You are muted").waitFor();
    expect((await sound(page)).speaks).toBe(false);
    await press(page, "Unmute");
    expect((await sound(page)).speaks).toBe(true);

    const from = site.control.now;
    const told = (name: string) => site.control.event(name, (each) => each.name === name, from);
    await press(page, "Hold");
    await told("CHANNEL_HOLD");
    await calls(page).getByText("On hold").waitFor();
    await press(page, "Resume");
    await told("CHANNEL_UNHOLD");
    await press(page, "Hang up");
    await site.rooms.untilGone("team");
    await page.getByRole("table", { name: "Last calls" }).getByText("30000").waitFor();
  },
);

browserTest(
  "a call rings at the other page, is answered there, and is over at both when one hangs up",
  async () => {
    const [tess, toni] = await Promise.all([atThePhone("tess"), atThePhone("toni")]);
    await dial(toni.page, bench.site.people.tess.id);
    const ringing = tess.page.getByRole("alertdialog");
    await ringing.getByText("Toni Team").waitFor();
    await ringing.getByRole("button", { name: "Decline" }).click();
    await ringing.waitFor({ state: "detached" });
    await calls(toni.page)
      .getByText(/Declined|Busy/)
      .waitFor();
    await calls(toni.page).getByRole("button", { name: "Close" }).click();
    await dial(toni.page, bench.site.people.tess.id);
    await ringing.getByRole("button", { name: "Answer", exact: true }).click();
    for (const { page } of [tess, toni]) await calls(page).getByText("In a call").waitFor();
    await until("sound at both", async () =>
      (await Promise.all([sound(tess.page), sound(toni.page)])).every(({ heard }) => heard > 1e-4),
    );
    await press(tess.page, "Hang up");
    await calls(toni.page).getByRole("button", { name: "Hang up" }).waitFor({ state: "detached" });
  },
);

browserTest(
  "a reload during a call leaves no ghost, says so and calls again on request",
  async () => {
    const { site } = bench;
    const { page } = await atThePhone("tess");
    await dial(page, "30000");
    await site.rooms.untilMember("is in", ["team", site.people.tess.id], () => true);
    await page.reload();
    await site.rooms.untilGone("team");
    await page.getByText(/your call with .* was ended by it/).waitFor();
    await page.getByText("Ready for calls").waitFor();
    await calls(page).getByRole("button", { name: "Call again" }).click();
    await site.rooms.until("back, once", "team", ({ members }) => members.length === 1);
  },
);

browserTest("the echo test lets one hear oneself", async () => {
  const { page } = await atThePhone("paul");
  await page.getByRole("button", { name: "Echo test" }).click();
  await calls(page).getByText("In a call").waitFor();
  await until("the echo", async () => (await sound(page)).heard > 1e-4);
});

browserTest("a number that is not there is told", async () => {
  const { page } = await atThePhone("paul");
  await dial(page, "31000");
  await calls(page).getByText("There is no such number").waitFor();
});
