// Pictures of every screen for the documentation: light, dark, and as on a telephone; out of a system with people in it.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { ensureAll, ROOT } from "./ensure.mjs";

ensureAll();
const { createLogger, DEFAULT_CONTEXTS, prepareDataDir, startServer } = await import(
  "@parley/server"
);
const { createSoftswitch } = await import("@parley/softswitch");

const HOST = "127.0.0.1";
const FOLDER = join(ROOT, "docs/screenshots");
const MAX_BYTES = 200_000;
const DESKTOP = { width: 1280, height: 800 };
const TELEPHONE = { width: 390, height: 844 };
const CHROMIUM = process.env.PARLEY_TEST_CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
  "--allow-loopback-in-peer-connection",
];

/** Names as they may be on any floor; numbers of the three contexts. */
const USERS = [
  ["Anna Lindqvist", "team"],
  ["Bruno Castellani", "team"],
  ["Chiara Okonkwo", "team"],
  ["Dmitri Vasquez", "friends"],
  ["Élodie Marchand", "friends"],
  ["Fatima al-Rashid", "friends"],
  ["Günther Sørensen", "public"],
  ["Hana Novotná", "public"],
  ["Ivan Petrović", "public"],
];
const CONFERENCES = [
  ["Board", "team"],
  ["Quarterly review", "public"],
  ["Release planning", "team"],
  ["Customer forum", "friends"],
  ["Open house", "public"],
];
const CHAT = [
  ["Bruno Castellani", "Slides are in the shared folder, please open page 4."],
  ["Chiara Okonkwo", "Thanks! Could somebody mute the line from the train?"],
  ["Bruno Castellani", "Done. Shall we begin?"],
];

const dataDir = mkdtempSync(join(tmpdir(), "parley-screenshots-"));
const system = await startSystem();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
try {
  const scene = await populate(system);
  mkdirSync(FOLDER, { recursive: true });
  for (const name of readdirSync(FOLDER)) rmSync(join(FOLDER, name));
  await takeAll(scene, "light", DESKTOP);
  await takeAll(scene, "dark", DESKTOP);
  await takeAll(scene, "telephone", TELEPHONE);
  report();
} finally {
  await browser.close();
  await system.server.stop();
  await system.softswitch.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function startSystem() {
  const made = prepareDataDir({ dataDir, treeDir: join(ROOT, "freeswitch/conf") });
  const recordingsDir = join(dataDir, "recordings");
  const eslPassword = "for-pictures-only";
  const common = { confDir: made.confDir, recordingsDir, eslPassword };
  const softswitch = createSoftswitch({
    ...common,
    host: HOST,
    eslPort: 0,
    sip: { host: HOST, port: 0, wsPort: 0 },
  });
  const { eslPort, sip } = await softswitch.start();
  const settings = {
    ...common,
    switch: "softswitch",
    eslHost: HOST,
    eslPort,
    dataDir,
    httpHost: HOST,
    httpPort: 0,
    publicHost: HOST,
    sipServers: [`ws://${HOST}:${sip.ws.port}`],
    iceServers: [],
    phoneCodecs: [],
    console: true,
    logLevel: "silent",
    contexts: [...DEFAULT_CONTEXTS],
  };
  const server = await startServer(settings, { logger: createLogger("silent") });
  await server.ready;
  return { softswitch, server, login: made.login, url: server.url.replace(/\/$/, "") };
}

/** A session of one person: requests as its browser would send them. */
async function session(url, login) {
  let cookie = "";
  const call = async (method, path, body) => {
    const answer = await fetch(`${url}/api/v2${path}`, {
      method,
      headers: { cookie, "x-parley": "1", "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? cookie;
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
  await call("POST", "/session", login);
  return { login, call };
}

/** People, conferences, recordings and a meeting that is under way. */
async function populate({ softswitch, server, url, login }) {
  const admin = await session(url, login);
  const users = USERS.map(([name, context]) => ({
    name,
    context,
    email: `${name.split(" ")[0].normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()}@example.org`,
    password: `password of ${name}`,
  }));
  const added = await admin.call("POST", "/users", { items: users });
  const people = new Map(
    added.outcomes.map(({ item }, index) => [
      users[index].name,
      { ...item, ...users[index], id: item.id },
    ]),
  );
  const types = (await admin.call("GET", "/conference-types")).items;
  const type = (types.find(({ video }) => !video) ?? types[0]).name;
  const rooms = CONFERENCES.map(([name, context]) => ({ name, context, type }));
  const made = await admin.call("POST", "/conferences", { items: rooms });
  const numberOf = new Map(
    made.outcomes.map(({ item }, index) => [rooms[index].name, item.number]),
  );
  const scene = { admin, people, numberOf, softswitch, server, url };
  await earlierMeetings(scene);
  await meeting(scene);
  return scene;
}

async function enter({ people, numberOf, softswitch }, name, conference, talking = false) {
  const { id } = people.get(name);
  const call = await softswitch.callers.call({ number: id, name }, numberOf.get(conference), {
    context: "team",
    variables: { conf_flags: people.get(name).context === "team" ? "moderator" : "" },
  });
  if (talking) call.talk(true);
  return call;
}

async function running({ admin }, name, members = 1) {
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    const { items } = await admin.call("GET", "/live/conferences");
    const found = items.find((each) => each.name === name);
    if (found?.members.length === members) return found;
    await pause(50);
  }
  throw new Error(`${name} does not have ${members} members`);
}

async function earlierMeetings(scene) {
  for (const conference of ["Release planning", "Open house"]) {
    const calls = [await enter(scene, "Anna Lindqvist", conference, true)];
    const { id } = await running(scene, conference);
    const command = (name) =>
      scene.admin.call("POST", `/live/conferences/${id}/commands`, { command: name });
    await command("startRecording");
    await pause(1500);
    calls.push(await enter(scene, "Dmitri Vasquez", conference, true));
    await pause(1500);
    await command("pauseRecording");
    await pause(1200);
    await command("resumeRecording");
    calls.push(await enter(scene, "Hana Novotná", conference));
    await pause(2000);
    await calls[1].hangup();
    await pause(2000);
    await command("stopRecording");
    await Promise.all([calls[0], calls[2]].map((call) => call.hangup()));
  }
}

async function meeting(scene) {
  for (const name of ["Bruno Castellani", "Chiara Okonkwo", "Élodie Marchand"])
    await enter(scene, name, "Quarterly review", name.startsWith("Chiara"));
  for (const name of ["Dmitri Vasquez", "Fatima al-Rashid", "Günther Sørensen"])
    await enter(scene, name, "Quarterly review");
  for (const name of ["Hana Novotná", "Ivan Petrović"]) await enter(scene, name, "Open house");
  await scene.softswitch.callers.register(scene.people.get("Bruno Castellani").id, {
    agent: "Yealink SIP-T54W",
  });
  await scene.softswitch.callers.register(scene.people.get("Hana Novotná").id, {
    agent: "LinphoneiOS/5.2",
  });
  const { id, members } = await running(scene, "Quarterly review", 6);
  const of = (name) => members.find((each) => each.name === name).id;
  const { call } = scene.admin;
  await call("POST", `/live/conferences/${id}/commands`, { command: "startRecording" });
  await call("POST", `/live/conferences/${id}/members/${of("Dmitri Vasquez")}/commands`, {
    command: "mute",
  });
  await call("POST", `/live/conferences/${id}/members/${of("Günther Sørensen")}/commands`, {
    command: "mute",
  });
  for (const [name, text] of CHAT) {
    const { password } = scene.people.get(name);
    const { call: say } = await session(scene.url, { name, password });
    await say("POST", `/live/conferences/${id}/chat`, { text });
  }
  scene.live = id;
}

async function takeAll(scene, look, viewport) {
  const context = await browser.newContext({
    baseURL: scene.url,
    viewport,
    deviceScaleFactor: 1,
    colorScheme: look === "dark" ? "dark" : "light",
    locale: "en-GB",
    reducedMotion: "reduce",
    permissions: ["microphone", "camera", "notifications"],
  });
  const page = await context.newPage();
  const take = async (name) => {
    await page.waitForLoadState("networkidle");
    await pause(400);
    await page.screenshot({ path: join(FOLDER, `${name}-${look}.png`) });
  };
  await page.goto("/");
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  if (look !== "telephone") await take("sign-in");
  const { name, password } = scene.people.get("Anna Lindqvist");
  await page.locator("input[name=name]").fill(name);
  await page.locator("input[name=password]").fill(password);
  await page.keyboard.press("Enter");
  await page.getByText("Ready for calls").waitFor();
  await take("home");
  await page.goto(`/live/${scene.live}`);
  await page.getByText("Bruno Castellani").first().waitFor();
  await take("live");
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await page.getByText("In a call").waitFor();
  await page.getByRole("button", { name: "Raise hand" }).click();
  await page.getByLabel("Hand raised").first().waitFor();
  await take("in-a-call");
  await page.getByRole("button", { name: "Hang up" }).click();
  await page.getByText("In a call").waitFor({ state: "detached" });
  await page.goto("/phone");
  await page.getByText("Ready for calls").waitFor();
  await take("phone");
  for (const path of ["monitor", "conferences", "users", "recordings", "system"]) {
    if (look === "telephone" && path !== "users" && path !== "recordings") continue;
    await page.goto(`/${path}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    if (path === "recordings") await play(page);
    await take(path);
  }
  if (look !== "telephone") await dialogs(page, take);
  await context.close();
}

async function play(page) {
  await page
    .getByRole("button", { name: /^Play / })
    .first()
    .click();
  await page.getByRole("slider", { name: "Position" }).waitFor();
  await pause(1200);
  await page
    .getByRole("button", { name: "Pause" })
    .click()
    .catch(() => undefined);
  await page.getByRole("button", { name: "Details", exact: true }).click();
  await page.getByRole("list", { name: "Who was in it" }).waitFor();
}

async function dialogs(page, take) {
  await page.goto("/users");
  await page.getByRole("button", { name: "Edit Élodie Marchand" }).first().click();
  await page.getByRole("dialog").waitFor();
  await take("user");
  await page.goto("/users");
  await page.getByRole("button", { name: "From CSV" }).click();
  const rows = [
    "Name;Email;Context",
    "Jonas Weiß;jonas@example.org;team",
    "Kerstin Ødegård;kerstin@example.org;friends",
    "Anna Lindqvist;anna2@example.org;team",
    "Liam;;nowhere",
  ];
  await page.getByRole("textbox", { name: "Text with one line for each" }).fill(rows.join("\n"));
  await page.getByRole("button", { name: "Read this text" }).click();
  await page.getByRole("button", { name: /Add 2 rows/ }).waitFor();
  await take("csv");
}

function report() {
  const sizes = readdirSync(FOLDER).map((name) => [name, statSync(join(FOLDER, name)).size]);
  const all = sizes.reduce((sum, [, size]) => sum + size, 0);
  for (const [name, size] of sizes)
    if (size > MAX_BYTES) throw new Error(`${name} is ${size} bytes large`);
  console.log(`${sizes.length} pictures, ${Math.round(all / 1000)} kB, in docs/screenshots.`);
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
