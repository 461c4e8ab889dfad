import { browserTest, useBench } from "./harness/bench.js";
import type { Visitor } from "./harness/visitor.js";

const bench = useBench();

/** What browsers write to the console of their own accord while somebody is away. */
const AWAY = /WebSocket connection to|ERR_CONNECTION|ERR_EMPTY_RESPONSE|status of 50\d/;
const SERVER_AWAY = "The connection to the server is lost. Trying again…";
const SWITCH_AWAY = "The switch cannot be reached";

async function watching(): Promise<Visitor> {
  const { site } = bench;
  await site.rooms.enter("30000", "20501", "Ada Lovelace");
  await site.rooms.enter("30000", "20502", "Béla Bartók");
  const { conference_uuid: id } = await site.rooms.until(
    "both",
    "team",
    (room) => room.members.length === 2,
  );
  const visitor = await bench.visitor();
  visitor.expectProblem(AWAY);
  await visitor.signIn(site.people.tess, `/live/${id}`);
  await visitor.page.getByRole("listitem").filter({ hasText: "Ada" }).waitFor();
  return visitor;
}

browserTest(
  "a server that comes back finds its pages: they say so, are still signed in and up to date",
  async () => {
    const { site } = bench;
    const { page } = await watching();
    await site.stopServer();
    await page.getByText(SERVER_AWAY).waitFor();
    await page.getByRole("listitem").filter({ hasText: "Ada" }).waitFor();
    const room = await site.rooms.find("team");
    const bela = room?.members.find((each) => each.caller_id_number === "20502");
    await site.control.api(`conference team hup ${bela?.id}`);
    await site.startServer();
    await page.getByText(SERVER_AWAY).waitFor({ state: "detached" });
    await page.getByRole("listitem").filter({ hasText: "Béla" }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Mute: Ada Lovelace" }).click();
    await site.rooms.untilMember("muted", ["team", "20501"], ({ flags }) => !flags.can_speak);
    await page.reload();
    await page.getByRole("listitem").filter({ hasText: "Ada" }).waitFor();
  },
);

browserTest(
  "a switch that comes back finds its pages: they say so, show what is, and their phones register",
  async () => {
    const { site } = bench;
    const { page } = await watching();
    await page.getByRole("link", { name: "Home" }).click();
    await page.getByText("Ready for calls").waitFor();
    await site.stopSwitch();
    await page.getByText(SWITCH_AWAY).waitFor();
    await site.startSwitch();
    await page.getByText(SWITCH_AWAY).waitFor({ state: "detached", timeout: 15_000 });
    await page.getByText("Nobody is here").first().waitFor();
    await page.getByText("Ready for calls").waitFor({ timeout: 15_000 });
    await page.getByRole("button", { name: "Join team" }).click();
    await site.rooms.untilMember("is in", ["team", site.people.tess.id], () => true);
    await page.getByText("You are in a conference").waitFor();
  },
);
