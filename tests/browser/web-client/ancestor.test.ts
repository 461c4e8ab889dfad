import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { DigestClient } from "../../_util/digest-client.js";
import { hasProgram, until } from "../../phones/harness/processes.js";
import { MISSING } from "../harness/bench.js";
import type { People, Person } from "../harness/site.js";
import { AncestorClient } from "./ancestor-client.js";
import { ForeignSite } from "./foreign-site.js";

/** The client of the system Parley grew out of, as its own build makes it. It is no part of this repository. */
const BUILD = process.env["PARLEY_TEST_ANCESTOR_CLIENT"];
/** Calls from outside: nobody's number in the directory, whose context would keep it out of most conferences. */
const GUEST = "22501";
const reason = missing();
if (reason) process.stdout.write(`Skipped: the ancestor's web client (${reason})\n`);

function missing(): string | undefined {
  if (!BUILD) return "PARLEY_TEST_ANCESTOR_CLIENT names no build of it";
  if (!existsSync(join(BUILD, "index.html"))) return `there is no index.html in ${BUILD}`;
  return MISSING ?? (hasProgram("openssl") ? undefined : "openssl is not installed");
}

let foreign: ForeignSite;
const clients: AncestorClient[] = [];

beforeAll(async () => {
  if (!reason) foreign = await ForeignSite.start(BUILD ?? "");
}, 60_000);
afterEach(async () => {
  const problems = clients.flatMap((client) => client.problems);
  for (const client of clients.splice(0)) {
    await client.picture("at-the-end");
    await client.visit.context.close();
  }
  await foreign?.site.rooms.empty();
  expect(problems).toEqual([]);
});
afterAll(async () => foreign?.stop(), 30_000);

const ancestorTest = (name: string, body: () => Promise<void>) =>
  test.skipIf(reason !== undefined)(name, body, 60_000);

async function open(who: keyof People): Promise<AncestorClient> {
  const client = new AncestorClient(await foreign.visit(foreign.site.people[who]), who);
  clients.push(client);
  await client.open();
  return client;
}

ancestorTest("each context sees its own account and its own choice of screens", async () => {
  for (const [who, sections] of [
    ["tess", ["account", "conferences", "recordings"]],
    ["zoe", ["account", "conferences", "recordings"]],
    ["paul", ["account", "conferences"]],
  ] as const) {
    const client = await open(who);
    const { name, id, password, context } = foreign.site.people[who];
    const text = await client.page.locator(".accountinfo").innerText();
    for (const value of [name, id, password, context]) expect(text).toContain(value);
    // Its earlier versions show users to everybody.
    const shown = await client.page.locator(".ihtxt").allInnerTexts();
    expect(shown.filter((each) => each !== "users")).toEqual(sections);
    if (context === "team") expect(shown).toContain("users");
    await client.picture("account");
  }
});

ancestorTest("an administrator adds a user, changes it and deletes it", async () => {
  const client = await open("tess");
  await client.section("users");
  await client.picture("users");
  await client.symbol(".usermenu", "person_add").click();
  await client.fill(".AddUser", { "new Name": "Ada New", "new email": "ada@example.org" });
  await client.picture("user-form");
  await client.symbol(".AddUser", "check").click();
  const added = await client.outcome(".AddUser");
  expect(added).toMatch(/^success new user: Name: Ada New ID: 220\d\d email: ada@example.org/);
  await client.picture("user-added");

  await client.expand("Ada New");
  await client.picture("user-details");
  await client.symbol(".UserExpanded", "edit").click();
  await client.fill(".UserExpanded", {
    "new Name": "Ada Newer",
    "new Context": "friends",
    "new Password": "",
  });
  await client.symbol(".UserExpanded", "check").click();
  const changed = await client.outcome(".UserExpanded");
  expect(changed).toMatch(/success modified user: Name: Ada Newer ID: 210\d\d/);
  await client.picture("user-changed");
  await client.page.locator(".usrclose").click();

  await client.expand("Ada Newer");
  await client.symbol(".UserExpanded", "person_remove").click();
  await client.picture("user-ask");
  await client.symbol(".UserExpanded", "check").click();
  expect(await client.outcome(".UserExpanded")).toContain("success deletet Ada Newer");
  await client.page.locator(".usrclose").click();
  await client.page.locator(".User strong", { hasText: "Ada" }).waitFor({ state: "detached" });
});

ancestorTest("what is refused is said in the form, whatever was refused", async () => {
  const client = await open("tess");
  client.visit.expectProblem(/status of 4\d\d/);
  await client.section("users");
  await client.symbol(".usermenu", "person_add").click();
  for (const [values, error] of [
    [{ "new Name": "Tess Team", "new email": "a@example.org" }, "taken"],
    [{ "new Name": "Somebody", "new email": "nothing" }, "mail"],
    [{ "new Name": "$${domain}", "new email": "a@example.org" }, "name"],
    [{ "new Name": "Somebody", "new email": "a@example.org", "new Conference pin": "x" }, "pin"],
    [{ "new Name": "Somebody", "new email": "a@example.org", "new Polycom": "../../x" }, "mac"],
  ] as const) {
    await client.fill(".AddUser", values);
    await client.symbol(".AddUser", "check").click();
    const said = await client.outcome(".AddUser");
    expect(said).toMatch(/^error .* user .* not added/);
    expect(said.toLowerCase()).toContain(error);
    await client.symbol(".AddUser", "check").click();
  }
  await client.picture("user-refused");
});

ancestorTest("an administrator adds a conference, changes it and deletes it", async () => {
  const client = await open("tess");
  await client.section("conferences");
  await client.picture("conferences");
  await client.symbol(".usermenu", "group_add").click();
  await client.fill(".AddUser", { "new Name": "classic-room" });
  await client.picture("conference-form");
  await client.symbol(".AddUser", "check").click();
  expect(await client.outcome(".AddUser")).toMatch(/success new conference: Name: classic-room/);
  await client.page.getByRole("button", { name: "rebuild contacts" }).click();
  await client.page.getByText("new contacts").waitFor();
  await client.picture("contacts");

  await client.expand("classic-room");
  await client.symbol(".UserExpanded", "edit").click();
  await client.fill(".UserExpanded", { "new Name": "classic-hall", "new Context": "team" });
  await client.symbol(".UserExpanded", "check").click();
  const changed = await client.outcome(".UserExpanded");
  expect(changed).toMatch(/success modified conference: Name: classic-hall Number: 30\d\d\d/);
  await client.page.locator(".usrclose").click();

  await client.expand("classic-hall");
  await client.symbol(".UserExpanded", "delete").click();
  await client.symbol(".UserExpanded", "check").click();
  expect(await client.outcome(".UserExpanded")).toContain("deletet classic-hall");
  await client.page.locator(".usrclose").click();
  await client.page.locator(".User strong", { hasText: "classic" }).waitFor({ state: "detached" });
});

for (const [who, room, number] of [
  ["tess", "team", "30000"],
  ["zoe", "friends", "31000"],
] as const)
  ancestorTest(`every control of a running conference has its effect for ${who}`, async () => {
    const { rooms, people } = foreign.site;
    const client = await open(who);
    await client.watchConferences();
    await client.page.getByText("No active conferences.").waitFor();
    await rooms.enter(number, people.toni.id, "Toni Team");
    await rooms.enter(number, GUEST, "Gesa Guest");
    const live = client.live(room);
    await live.box.locator(".mcr", { hasText: "2" }).waitFor();
    await live.press("mlexp");
    await live.member("Gesa Guest").waitFor();
    await client.picture("live");

    await live.press("lockconf");
    await rooms.until("locked", room, ({ locked }) => locked);
    await live.box.locator(".lockconf", { hasText: "lock_open" }).waitFor();
    await live.press("lockconf");
    await rooms.until("unlocked", room, ({ locked }) => !locked);

    await live.member("Toni Team").locator(".macta .ctr").click();
    await rooms.untilMember("muted", [room, people.toni.id], (each) => !each.flags.can_speak);
    await live.member("Toni Team").locator(".macta .ctr").click();
    await rooms.untilMember("heard", [room, people.toni.id], (each) => each.flags.can_speak);
    await live.press("muteconf");
    await rooms.untilMember("muted", [room, GUEST], (each) => !each.flags.can_speak);

    await live.recordingIs("norec");
    await live.press("rstst");
    await live.recordingIs("running");
    await live.press("ropt");
    await live.recordingIs("paused");
    await client.picture("recording");
    await live.press("ropt");
    await live.recordingIs("running");
    await live.press("rstst");
    await live.recordingIs("norec");

    await live.member("Gesa Guest").locator(".mactb .ctr").click();
    await live.box.locator(".mcr", { hasText: "1" }).waitFor();
    await live.box.locator(".ler", { hasText: "Gesa Guest" }).waitFor();
    await live.kickEverybody();
    await rooms.untilGone(room);
    await client.page.getByText("No active conferences.").waitFor();
  });

for (const [who, room, number] of [
  ["tess", "team", "30000"],
  ["zoe", "friends", "31000"],
] as const)
  ancestorTest(`${who} finds a recording, fetches it and deletes it`, async () => {
    const { rooms, people, recordingsDir, control } = foreign.site;
    await rooms.enter(number, people.toni.id, "Toni Team");
    const client = await open(who);
    await client.watchConferences();
    const live = client.live(room);
    await live.press("rstst");
    await live.recordingIs("running");
    await live.press("rstst");
    await live.recordingIs("norec");
    await control.api("hupall");
    await client.menu("info");
    await client.section("recordings");
    const newest = client.page.locator(".reclistitm a", { hasText: new RegExp(`^${room}-`) });
    const name = (await newest.first().innerText()).trim();
    await client.picture("recordings");
    const item = client.page.locator(".reclistitm", { hasText: name });
    const download = client.page.waitForEvent("download");
    await item.locator("a").click();
    const saved = await (await download).path();
    expect(readFileSync(saved)).toEqual(readFileSync(join(recordingsDir, name)));
    await item.locator(".recdel span").click();
    await item.waitFor({ state: "detached" });
    expect(readdirSync(recordingsDir)).not.toContain(name);
  });

ancestorTest("a participant watches public conferences only", async () => {
  const { rooms, people } = foreign.site;
  const client = await open("paul");
  await client.section("conferences");
  await client.picture("conferences");
  await client.watchConferences();
  await rooms.enter("30000", people.tess.id, "Tess Team");
  await rooms.enter("31000", people.zoe.id, "Zoe");
  await rooms.enter("32000", people.toni.id, "Toni Team");
  const live = client.live("public");
  await live.box.locator("dd", { hasText: "Toni Team" }).first().waitFor();
  expect(await client.page.locator(".namec strong").allInnerTexts()).toEqual(["public"]);
  await client.picture("live");
});

ancestorTest(
  "the phone registers, is shown among the registrations and joins a conference",
  async () => {
    const { rooms, people } = foreign.site;
    const client = await open("tess");
    await client.menu("live_tv");
    await client.page.locator(".RegUser", { hasText: people.tess.id }).waitFor();
    await client.picture("registrations");
    await client.page.locator(".phoneBtn").click();
    for (const digit of "32000") await client.page.locator(".PadBtn", { hasText: digit }).click();
    await client.picture("phone-dialled");
    await client.page.locator(".greenredline .green").click();
    await client.page.locator(".passInfo", { hasText: "talking to" }).waitFor();
    await rooms.untilMember("inside", ["public", people.tess.id], () => true);
    await client.picture("phone-talking");
    // DTMF goes by SIP INFO: 0 mutes oneself.
    await client.page.locator(".subbtn", { hasText: "dialpad" }).click();
    await client.page.locator(".PadBtn", { hasText: "0" }).click();
    await rooms.untilMember("muted", ["public", people.tess.id], (each) => !each.flags.can_speak);
    await client.page.locator(".PadBtn", { hasText: "0" }).click();
    await rooms.untilMember("heard", ["public", people.tess.id], (each) => each.flags.can_speak);
    await client.page.locator(".greenredline .red").click();
    await rooms.untilGone("public");
  },
);

ancestorTest("one phone calls the other, which rings and answers", async () => {
  // The client puts its user's name into its contact, and FreeSWITCH cannot call one that it had to escape.
  const callee = await open("admin");
  const caller = await open("tess");
  await caller.menu("live_tv");
  const row = caller.page.locator(".RegUser", { hasText: foreign.site.people.admin.name });
  await row.locator("xpath=following-sibling::div[1]").locator(".green").click();
  await callee.page.locator(".passInfo", { hasText: "call from" }).waitFor();
  await callee.picture("ringing");
  await callee.page.locator(".greenredline .green").click();
  for (const each of [caller, callee])
    await each.page.locator(".passInfo", { hasText: "talking to" }).waitFor();
  await caller.picture("talking");
  await callee.page.locator(".greenredline .red").click();
  await caller.page.locator(".passInfo").waitFor({ state: "hidden" });
  await until("both calls to be over", async () =>
    (await foreign.site.control.api("show calls count")).includes("0 total"),
  );
});

ancestorTest(
  "with the camera on a call still comes about, though our conferences take sound alone",
  async () => {
    const client = await open("tess");
    // Its build brings no such picture; whoever runs it lays one beside the page.
    client.visit.expectProblem(/poster\.png/);
    await client.page.locator(".phoneBtn").click();
    // It begins anew, with a socket of its own, whenever the camera is turned on.
    const registered = new Promise<void>((resolve) => {
      client.page.on("websocket", (socket) =>
        socket.on("framereceived", ({ payload }) => {
          if (String(payload).startsWith("SIP/2.0 200")) resolve();
        }),
      );
    });
    await client.page.locator(".subbtn", { hasText: /^videocam$/ }).click();
    await registered;
    for (const digit of "32000") await client.page.locator(".PadBtn", { hasText: digit }).click();
    await client.page.locator(".greenredline .green").click();
    await client.page.locator(".passInfo", { hasText: "talking to" }).waitFor();
    await client.picture("video");
    await client.page.locator(".greenredline .red").click();
    await foreign.site.rooms.untilGone("public");
  },
);

ancestorTest("a page far away is opened while much goes on in a conference", async () => {
  const { rooms, people, control } = foreign.site;
  await rooms.enter("32000", people.toni.id, "Toni Team");
  const { members } = await rooms.until("somebody", "public", (room) => room.members.length === 1);
  foreign.delayMs = 300;
  let goesOn = true;
  const busy = (async () => {
    while (goesOn) {
      await control.api(`conference public mute ${members[0]?.id}`);
      await control.api(`conference public unmute ${members[0]?.id}`);
    }
  })();
  try {
    const client = await open("tess");
    await client.watchConferences();
    await client.live("public").box.locator(".mcr", { hasText: "1" }).waitFor();
    await client.picture("busy");
  } finally {
    goesOn = false;
    foreign.delayMs = 0;
    await busy;
  }
});

ancestorTest("a user is deleted whose phone is still registered", async () => {
  const client = await open("tess");
  await client.menu("live_tv");
  await client.page.locator(".RegUser", { hasText: foreign.site.people.tess.id }).waitFor();
  const admin = new DigestClient(foreign.site.url, foreign.site.people.tess);
  const { body } = await admin.post("/api/users/add", [
    {
      name: "Short Visit",
      email: "s@example.org",
      context: "public",
      password: "for-a-short-time",
    },
  ]);
  const [guest] = body["done"] as [Person];
  await foreign.site.at.register(guest, "Test");
  const row = client.page.locator(".RegUser", { hasText: "Short Visit" });
  await row.waitFor();
  await admin.post("/api/users/del", [{ id: guest.id }]);
  await row.waitFor({ state: "detached" });
  await client.page.locator(".RegUser", { hasText: "Tess Team" }).waitFor();
  await client.picture("registrations-after");
});
