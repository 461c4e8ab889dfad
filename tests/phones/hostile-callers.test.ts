import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LiveClient } from "../_util/live-client.js";
import { type FeedClient, type SessionClient, sessionClient } from "../api-v2/session-client.js";
import { Site } from "../browser/harness/site.js";
import { Caller } from "../calls/harness/caller.js";

const bytes = (text: string): string => Buffer.from(text, "utf8").toString("latin1");

/** What phones claim to be called, as bytes of From, and what is seen of it; undefined: whatever the switch says. */
const NAMES: readonly (readonly [display: string, seen?: string])[] = [
  ['"<img src=x onerror=alert(1)>" ', "<img src=x onerror=alert(1)>"],
  [bytes('"\u202egnp.exe\u2066evil" '), "\u202egnp.exe\u2066evil"],
  [`"${"W".repeat(200)}" `, "W".repeat(200)],
  [bytes('"\u{1f600} Zoë" '), "\u{1f600} Zoë"],
  [`"O'Brien, {x=y} [a] ^^:a;b|c" `, `O'Brien, {x=y} [a] ^^:a;b|c`],
  ['"null" ', "null"],
  ["Unquoted Words ", "Unquoted Words"],
  ['"a \\"quoted\\" \\\\ name" '],
  ['"%0aLocked%0d%0aAction: lock" '],
  ['"\xff\xfe\xc3( no UTF-8" '],
  ['"$' + '{system(id)}" '],
  ['"E\tTab" '],
  ['"" '],
];
const userAt = (at: number): string => String(20_900 + at);

let site: Site;
let tess: SessionClient;
let feed: FeedClient;
let live: LiveClient;
const callers: Caller[] = [];

beforeAll(async () => {
  site = await Site.start();
  // Our users' phones are shown by the directory's names; these have none there.
  for (const at of NAMES.keys())
    writeFileSync(join(site.confDir, `directory/default/team/${userAt(at)}.xml`), user(userAt(at)));
  expect(await site.control.api("reloadxml")).toBe("+OK [Success]\n");
  tess = sessionClient(site.url);
  await tess.signIn(site.people.tess);
  feed = await tess.feed();
  await feed.until("snapshot");
  live = await LiveClient.open(site.url, site.people.tess);
}, 60_000);

afterAll(async () => {
  for (const caller of callers) caller.vanish();
  feed?.close();
  live?.close();
  await site?.stop();
});

/** FreeSWITCH drops a line with `<include>` on it (switch_xml.c). */
const user = (id: string): string =>
  `<include>
  <user id="${id}">
    <params><param name="password" value="secret-of-${id}"/></params>
    <variables><variable name="user_context" value="team"/></variables>
  </user>
</include>
`;

async function joinWith(display: string, number: string): Promise<{ id: string; name: string }> {
  const caller = await Caller.open(site.at.sip.udp, number);
  callers.push(caller);
  caller.display = display;
  await caller.join("30000");
  return (await feed.until("memberJoined", ({ member }) => member.number === number)).member;
}

test("whatever a phone claims to be called is text in every feed, and its member can be controlled", async () => {
  for (const [at, [display, seen]] of NAMES.entries()) {
    const { name } = await joinWith(display, userAt(at));
    const room = await site.rooms.find("team");
    const own = room?.members.find((each) => each.caller_id_number === userAt(at));
    expect(name).toBe(seen ?? (own?.caller_id_name || userAt(at)));
  }
  const [conference] = await tess.api.call("live.list", {}).then(({ items }) => items);
  const members = conference?.members ?? [];
  expect(members).toHaveLength(NAMES.length);
  expect(conference?.locked).toBe(false);
  const [old] = await live.init();
  expect(old?.members.map(({ name }) => name)).toEqual(members.map(({ name }) => name));
  for (const { id } of members) {
    const from = feed.messages.length;
    const answer = await feed.command(conference?.id ?? "", { command: "mute" }, id);
    expect(answer).toMatchObject({ ok: true });
    await feed.until("memberChanged", ({ member }) => member.id === id && member.muted, from);
  }
  expect(live.oddities).toEqual([]);
});
