import { expect } from "vitest";
import { LiveClient, pictureOf } from "../_util/live-client.js";
import { sessionClient } from "../api-v2/session-client.js";
import { until } from "../phones/harness/processes.js";
import { browserTest, useBench } from "./harness/bench.js";

const bench = useBench();
const ROUNDS = 3;
/** What browsers write to the console of their own accord while somebody is away. */
const AWAY = /WebSocket connection to|ERR_CONNECTION|ERR_EMPTY_RESPONSE|status of 50\d/;
const SWITCH_AWAY = "The switch cannot be reached";
const LONG = { timeout: 20_000 };

browserTest(
  `a switch that is killed in the middle of a conference, ${ROUNDS} times, is back for feeds, pages and their phones`,
  async () => {
    const { site } = bench;
    const { tess } = site.people;
    const visitor = await bench.visitor();
    visitor.expectProblem(AWAY);
    const { page } = visitor;
    await visitor.signIn(tess);
    const client = sessionClient(site.url);
    await client.signIn(site.people.toni);
    const feed = await client.feed();
    await feed.until("snapshot");
    const old = await LiveClient.open(site.url, site.people.toni);
    for (let round = 0; round < ROUNDS; round += 1) {
      await page.getByText("Ready for calls").waitFor(LONG);
      await site.rooms.enter("30000", "20501", `Ada ${round}`);
      await page.getByRole("button", { name: "Join team" }).click();
      await site.rooms.untilMember("is in", ["team", tess.id], () => true);
      await page.getByText("You are in a conference").waitFor();
      const from = feed.messages.length;
      await site.at.kill();
      await page.getByText(SWITCH_AWAY).waitFor();
      await feed.until("switch", ({ connected }) => !connected, from);
      await site.startSwitch();
      await feed.until("switch", ({ connected }) => connected, from);
      await feed.until("conferenceEnded", () => true, from);
      await until("v1 to know", () => old.conferences.size === 0, LONG.timeout);
      expect(await old.init()).toEqual([]);
      await page.getByText(SWITCH_AWAY).waitFor({ state: "detached", ...LONG });
      await page.getByText("Nobody is here").first().waitFor();
    }
    await page.getByText("Ready for calls").waitFor(LONG);
    await site.rooms.enter("30000", "20502", "Béla");
    await page.getByRole("button", { name: "Join team" }).click();
    const room = await site.rooms.until("both", "team", ({ members }) => members.length === 2);
    const ids = room.members.map(({ id }) => String(id)).sort();
    await until("v1 to know both", () => old.conferences.get("team")?.size === 2);
    expect(old.picture()).toEqual({ team: ids });
    expect(pictureOf(await old.init())).toEqual({ team: ids });
    const { items } = await client.api.call("live.list", {});
    expect(items.map(({ members }) => members.map(({ id }) => id).sort())).toEqual([ids]);
    const { items: phones } = await client.api.call("registrations.list", {});
    const listed = JSON.parse(await site.control.api("show registrations as json"));
    expect(phones.map(({ user }) => user)).toContain(tess.id);
    expect(phones.map(({ callId }) => callId).sort()).toEqual(
      (listed as { rows: { token: string }[] }).rows.map(({ token }) => token).sort(),
    );
    old.close();
    feed.close();
  },
  180_000,
);
