import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { quoteArgument } from "@parley/esl";
import {
  encodeAttribute,
  parseXml,
  readConferenceConfig,
  readConferences,
  readDirectory,
} from "@parley/fsxml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CONF_DIR, sources } from "./load-tree.js";
import { freePorts, prepare, type RealSwitch, sendSip, startSwitch } from "./real-switch.js";

const program = process.env["PARLEY_TEST_FREESWITCH_BIN"];
if (!program)
  process.stdout.write(
    "Skipped: the tree in a real FreeSWITCH (PARLEY_TEST_FREESWITCH_BIN=/path/to/freeswitch is not set)\n",
  );

/** Each is there at every rate. */
function promptNames(): string[] {
  const folder = join(CONF_DIR, "../sounds/en/us/callie/conference");
  const [first = [], ...others] = readdirSync(folder).map((rate) =>
    readdirSync(join(folder, rate)),
  );
  for (const other of others) expect(other).toEqual(first);
  return first.map((file) => basename(file, ".wav"));
}

const NAME = `Zoë's & "room" <1>`;

describe.skipIf(!program)("in a real FreeSWITCH the tree", () => {
  const base = mkdtempSync(join(tmpdir(), "parley-real-"));
  let running: RealSwitch;

  beforeAll(async () => {
    const conf = join(base, "conf");
    const ports = await freePorts();
    cpSync(CONF_DIR, conf, { recursive: true });
    for (const [file, text] of sources())
      writeFileSync(join(conf, file), prepare(text, base, ports));
    const room = sources().get("dialplan/conferences/31000.xml") ?? "";
    writeFileSync(
      join(conf, "dialplan/conferences/31001.xml"),
      room
        .replace("^31000$", "^31001$")
        .replaceAll(/"friends([@"])/g, (_, after) => `"${encodeAttribute(NAME, "name")}${after}`),
    );
    running = await startSwitch(program ?? "", conf, base, ports);
  }, 180_000);

  afterAll(async () => {
    await running?.stop();
    rmSync(base, { recursive: true, force: true });
  }, 30_000);

  test("loads without an error", async () => {
    for (const level of ["ERR", "CRIT", "ALERT"]) expect(running.logged(level)).toEqual([]);
    expect(await running.esl.api("reloadxml")).toBe("+OK [Success]\n");
  });

  test.each(["16kHz-novideo", "48kHz-video"])("has every prompt for %s", async (type) => {
    const room = `prompts-${type}`;
    await running.esl.api("originate", `null/x &conference(${room}@${type})`);
    await expect
      .poll(() => running.esl.api("conference", "list summary"), { timeout: 5000 })
      .toContain(room);
    const file = (name: string) => `conference/${name}.wav`;
    const play = (name: string) => running.esl.api("conference", `${room} play ${file(name)}`);
    const prompts = promptNames();
    expect(prompts).toHaveLength(16);
    for (const name of prompts)
      expect(await play(name)).toBe(`+OK (play) Playing file ${file(name)}\n`);
    await expect(play("nosuch")).rejects.toThrow("not found");
    await running.esl.api("conference", `${room} kick all`);
  });

  test("runs SIP with TLS, secure WebSocket and verto", async () => {
    expect(await running.esl.api("sofia", "status")).toMatch(/internal.*RUNNING \(0\) \(TLS\)/);
    expect(await running.esl.api("sofia", "status profile internal")).toMatch(
      /WSS-BIND-URL\s+sips:mod_sofia@127\.0\.0\.1:\d+;transport=wss/,
    );
    expect(await running.esl.api("verto", "status")).toMatch(/wss:127\.0\.0\.1:\d+\s+RUNNING/);
  });

  test("is told back as it was meant", async () => {
    const located = async (args: string) => parseXml(await running.esl.api("xml_locate", args));
    const users = readDirectory(await located("directory"))[0]?.users;
    expect(users?.map(({ id }) => id)).toEqual(["20000"]);
    const rooms = readConferences(await located("dialplan"));
    expect(rooms.find(({ number }) => number === "31001")?.name).toBe(NAME);
    const config = await located("configuration configuration name conference.conf");
    expect(readConferenceConfig(config).profiles).toHaveLength(3);
  });

  test("lets a call into a conference whose name has every odd character", async () => {
    expect(await running.esl.api("originate", "loopback/31001/team &park()")).toMatch(/^\+OK /);
    expect(await running.esl.api("conference", `${quoteArgument(NAME)} count`)).toBe("1");
    await running.esl.api("hupall");
  });

  test("challenges strangers and does not run what their messages say", async () => {
    expect(await sendSip(running.sipPort, "REGISTER", "20000")).toBe(401);
    expect(await sendSip(running.sipPort, "INVITE", "30000")).toBe(407);
    await sendSip(running.sipPort, "MESSAGE", `api+global_setvar%20hacked%3Dyes`);
    expect(await running.esl.api("global_getvar", "hacked")).toBe("");
  });
});
