import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readCapture } from "../../../../tests/_util/captures.js";
import {
  RECORDED_IDENTITY,
  recordedReply,
  recordedTree,
  type TemporaryTree,
} from "../../testing/capture-tree.js";
import { probeSound } from "../audio/index.js";
import type { SwitchEvent } from "../core/index.js";
import { createSoftswitch, type Softswitch } from "../softswitch.js";
import { startDemo } from "./demo.js";
import { startLoad } from "./load.js";
import type { CallOptions } from "./types.js";

const ROOM = "public_room";

let tree: TemporaryTree;
let softswitch: Softswitch;
let events: SwitchEvent[];
let wake: () => void;

beforeEach(() => {
  tree = recordedTree();
  softswitch = createSoftswitch({ confDir: tree.confDir, identity: RECORDED_IDENTITY });
  events = [];
  wake = () => {};
  softswitch.core.on("event", (event) => {
    events.push(event);
    wake();
  });
});
afterEach(async () => {
  await softswitch.stop();
  tree.remove();
});

const api = (line: string): Promise<string> => softswitch.core.api.execute(line);
const call = (user: string, number = "32000", options: CallOptions = {}) =>
  softswitch.callers.call(user, number, options);
/** A call that goes straight into a room the dialplan does not name. */
const callRoom = (user: string, data: string, options: CallOptions = {}) =>
  call(user, "any", { actions: [{ application: "conference", data }], ...options });

/** Waits for the first event after `from` that fits. */
async function told(fits: (event: SwitchEvent) => boolean, from = 0): Promise<SwitchEvent> {
  for (;;) {
    const found = events.slice(from).find(fits);
    if (found) return found;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}
const action = (name: string) => (event: SwitchEvent) => event.get("Action") === name;
const actionsFrom = (from: number): string[] =>
  events.slice(from).flatMap((event) => event.get("Action") ?? []);

describe("routing", () => {
  test("a public user's call is handed to the team context, and says where it came from", async () => {
    await call("22000");
    const joined = await told(action("add-member"));
    expect(joined.get("Caller-Context")).toBe("team");
    expect(joined.get("Caller-RDNIS")).toBe("32000");
    expect(joined.get("Caller-Transfer-Source")).toMatch(
      /^\d+:[0-9a-f-]{36}:bl_xfer:32000\/team\/XML$/,
    );
    expect(joined.get("Caller-Profile-Index")).toBe("2");
  });

  test("a context that has nothing ends the call with NO_ROUTE_DESTINATION", async () => {
    const placed = await call("20001", "999999", { context: "nowhere" });
    expect(await placed.ended).toBe("NO_ROUTE_DESTINATION");
    expect(events.at(-1)?.get("Channel-State")).toBe("CS_DESTROY");
  });

  test("a public user cannot reach a team conference", async () => {
    const placed = await call("22000", "30000");
    expect(await placed.ended).toBe("NORMAL_CLEARING");
    expect(await api("conference list")).toBe("+OK No active conferences.\n");
  });

  test("a call to a user who is not registered ends with the switch's cause", async () => {
    const placed = await call("20001", "20002");
    expect(await placed.ended).toBe("USER_NOT_REGISTERED");
  });

  test("an unknown user cannot call, a number can", async () => {
    await expect(call("nobody")).rejects.toMatchObject({
      name: "UnknownCallerError",
      user: "nobody",
    });
    const guest = { number: "4711", name: "Guest" };
    const placed = await softswitch.callers.call(guest, "30000", { context: "team" });
    expect(placed.memberId).toBeDefined();
    expect(await api("conference team_room list")).toContain(";Guest;4711;");
  });
});

describe("the door of a conference", () => {
  test("a locked room refuses, and the call ends when its dialplan does", async () => {
    await call("20001");
    await api(`conference ${ROOM} lock`);
    const placed = await call("21000");
    expect(await placed.ended).toBe("NORMAL_CLEARING");
    expect(await api(`conference ${ROOM} count`)).toBe("1");
  });

  test("a full room refuses", async () => {
    await call("20001");
    await api(`conference ${ROOM} set max_members 1`);
    expect(await (await call("21000")).ended).toBe("NORMAL_CLEARING");
  });

  test("a pin is asked for: the right one opens, the wrong one does not", async () => {
    await callRoom("20001", "vault@16kHz-novideo+1234", { pin: "1234" });
    expect(await api("conference vault count")).toBe("1");
    const wrong = await callRoom("21000", "vault@16kHz-novideo+1234", { pin: "9" });
    expect(await wrong.ended).toBe("NORMAL_CLEARING");
  });

  test("a pin can be entered, after the third wrong one the call goes on without", async () => {
    const right = await callRoom("20001", "vault@16kHz-novideo+12");
    expect(right.memberId).toBeUndefined();
    await right.dtmf("9912");
    expect(right.memberId).toBeDefined();
    const wrong = await callRoom("21000", "vault@16kHz-novideo+12");
    await wrong.dtmf("111111");
    expect(await wrong.ended).toBe("NORMAL_CLEARING");
  });

  test("the moderator's pin makes a moderator", async () => {
    await callRoom("22000", "vault@16kHz-novideo+12", { pin: "12" });
    await api("conference vault pin mod 77");
    await callRoom("21000", "vault@16kHz-novideo+12", { pin: "77" });
    const [newest, oldest] = (await api("conference vault list")).split("\n");
    expect(newest).toContain("moderator");
    expect(oldest).not.toContain("moderator");
  });

  test("who may only join does not create a room", async () => {
    const placed = await callRoom("20001", "vault@16kHz-novideo++flags{join-only}");
    expect(await placed.ended).toBe("NORMAL_CLEARING");
    expect(actionsFrom(0)).toEqual(["rejected-join-only"]);
  });
});

describe("in a conference", () => {
  test("when the holder of the floor hangs up, the leave is told before the floor goes on", async () => {
    const first = await call("20001");
    await told(action("floor-change"));
    const second = await call("21000", "32000", { flags: "mute" });
    const from = events.length;
    await first.hangup();
    const moved = await told(
      (event) => action("floor-change")(event) && event.get("New-ID") !== "none",
      from,
    );
    expect(moved.get("New-ID")).toBe(String(second.memberId));
    const story = actionsFrom(from).filter((name) => name !== "play-file");
    expect(story).toEqual(["floor-change", "del-member", "floor-change"]);
  });

  test("an endconf member takes everybody along", async () => {
    const boss = await call("20001", "32000", { flags: "endconf" });
    const other = await call("21000");
    await boss.hangup();
    expect(await other.ended).toBe("NORMAL_CLEARING");
    expect(await api("conference json_list")).toBe("[]");
  });

  test("a member sent to another room gets a new id there", async () => {
    const moved = await call("21000");
    await call("20001");
    const before = moved.memberId;
    const from = events.length;
    const reply = await api(`conference ${ROOM} transfer side@16kHz-novideo ${before}`);
    expect(reply).toBe(`+OK Member '${before}' sent to conference side@16kHz-novideo.\n`);
    await told(action("add-member"), from);
    expect(moved.memberId).not.toBe(before);
    expect(await api("conference side list")).toContain(moved.uuid);
    const sent = events.find(action("transfer"));
    expect(sent?.get("Old-Conference-Name")).toBe(ROOM);
  });

  test("the keys of a participant: hang up leaves without a hup event", async () => {
    const placed = await call("22000");
    await call("20001");
    const from = events.length;
    await placed.dtmf("#");
    expect(await placed.ended).toBe("NORMAL_CLEARING");
    expect(actionsFrom(from)).not.toContain("hup-member");
    expect(actionsFrom(from)).toContain("del-member");
  });

  test("a recording grows into a WAV file that says so itself", async () => {
    const folder = mkdtempSync(join(tmpdir(), "parley-record-"));
    const path = join(folder, "new", "meeting 1.wav");
    await call("20001");
    await api(`conference ${ROOM} recording start '${path}'`);
    await told(action("start-recording"));
    expect(JSON.parse(await api("conference json_list compact"))[0].members[0]).toMatchObject({
      type: "recording_node",
      record_path: path,
    });
    await api(`conference ${ROOM} recording stop all`);
    const stopped = await told(action("stop-recording"));
    expect(stopped.get("Samplerate")).toBe("16000");
    expect(probeSound(path, 8000)).toEqual({
      rate: 16_000,
      samples: Number(stopped.get("Samples-Out")),
    });
    rmSync(folder, { recursive: true, force: true });
  });

  test("a recording that cannot be written is told as failed, and is over", async () => {
    await call("20001");
    await api(`conference ${ROOM} record /proc/nowhere/x.wav`);
    const failed = await told(action("start-recording"));
    expect(failed.get("Error")).toBe("File could not be opened for recording");
    await told(action("stop-recording"));
    expect(existsSync("/proc/nowhere/x.wav")).toBe(false);
    expect(await api(`conference ${ROOM} recording check`)).toBe(
      "-ERR Conference is not being recorded.\n",
    );
  });

  test("names with blanks, quotes and umlauts are addressed in quotes", async () => {
    await callRoom("20001", "Zoë's & room@16kHz-novideo");
    const quoted = "'Zoë\\'s & room'";
    expect(await api(`conference ${quoted} list count`)).toBe("1");
    expect(await api(`conference ${quoted} lock`)).toBe("+OK Zoë's & room locked\n");
    expect(await api("conference Zoë\\'s\\ &\\ room list")).toContain("not found");
  });

  test("several rooms are listed newest first, in every form", async () => {
    await call("20001", "30000");
    await call("21000", "31000");
    expect(await api("conference count")).toBe("2");
    const summary = await api("conference list summary");
    expect(summary.match(/Conference \w+/g)).toEqual([
      "Conference friends_room",
      "Conference team_room",
    ]);
    expect(await api("conference list pretty")).toContain("2) 21000 (21000)\n");
    expect(await api("conference list delim |")).toContain("1|sofia/internal/20001@127.0.0.1|");
    const listed = JSON.parse(await api("conference json_list compact"));
    expect(listed.map(({ conference_name: name }: { conference_name: string }) => name)).toEqual([
      "friends_room",
      "team_room",
    ]);
  });

  test("the overview of all commands is FreeSWITCH's, word for word", async () => {
    expect(await api("conference")).toBe(
      recordedReply(readCapture("02-session-commands"), "api conference"),
    );
    expect((await api("conference help")).split("\n")[1]).toBe("\t\tcount");
  });
});

describe("channels", () => {
  test("show lists them with where they began", async () => {
    const placed = await call("22000");
    const { rows } = JSON.parse(await api("show channels as json"));
    expect(rows).toMatchObject([
      { uuid: placed.uuid, application: "conference", context: "team", initial_context: "public" },
    ]);
    expect(JSON.parse(await api("show calls as json")).row_count).toBe(1);
    await placed.hangup();
    expect(await api("show channels as json")).toBe('{"row_count": 0}\n');
  });

  test("their variables are read and set", async () => {
    const { uuid } = await call("20001");
    expect(await api(`uuid_exists ${uuid}`)).toBe("true");
    expect(await api(`uuid_setvar ${uuid} colour blue`)).toBe("+OK\n");
    expect(await api(`uuid_getvar ${uuid} colour`)).toBe("blue");
    expect(await api(`uuid_getvar ${uuid} nothing`)).toBe("_undef_");
    expect(await api(`uuid_getvar nobody colour`)).toBe("-ERR No such channel!\n");
    expect(await api("uuid_getvar")).toBe("-USAGE: <uuid> <var>\n");
    expect(JSON.parse(await api(`uuid_dump ${uuid} json`))).toMatchObject({
      "Event-Name": "CHANNEL_DATA",
      variable_colour: "blue",
    });
  });

  test("one is killed with a cause, all are hung up", async () => {
    const [one, two] = [await call("20001"), await call("21000")];
    expect(await api(`uuid_kill ${one.uuid} CALL_REJECTED`)).toBe("+OK\n");
    expect(await one.ended).toBe("CALL_REJECTED");
    expect(await api("hupall")).toBe("+OK hangup all channels with cause MANAGER_REQUEST\n");
    expect(await two.ended).toBe("MANAGER_REQUEST");
    expect(await api(`uuid_kill ${two.uuid}`)).toBe("-ERR No such channel!\n");
  });

  test("they are moved from outside by our own commands", async () => {
    const uuid = (await api("softswitch call 20001 32000 talking")).slice("+OK ".length).trim();
    expect(await api("conference public_room list")).toContain(uuid);
    const from = events.length;
    expect(await api(`softswitch dtmf ${uuid} 0`)).toBe(`+OK ${uuid}\n`);
    await told(action("mute-member"), from);
    expect(await api(`softswitch talk ${uuid} off`)).toBe(`+OK ${uuid}\n`);
    expect(await api(`softswitch talk ${uuid} maybe`)).toBe("-ERR talk <uuid> on|off\n");
    await api(`softswitch hangup ${uuid}`);
    await told(action("conference-destroy"), from);
    expect(await api("softswitch call nobody 32000")).toBe(
      "-ERR No user nobody in the directory\n",
    );
    expect(await api(`softswitch hangup ${uuid}`)).toBe(`-ERR No such channel ${uuid}\n`);
  });

  test("a load of members comes, makes its events and goes", async () => {
    const options = { members: 30, conferences: 3, eventsPerSecond: 500, profile: "16kHz-novideo" };
    const load = await startLoad(softswitch.callers, { ...options, kind: "mute" });
    expect(await api("conference count")).toBe("3");
    const from = events.length;
    await told(action("mute-member"), from);
    await load.stop();
    expect(load.toggles).toBeGreaterThan(0);
    await told((event) => action("conference-destroy")(event), from);
  });

  test("the demo's people come, and all go when it stops", async () => {
    const demo = startDemo(softswitch.core, softswitch.callers, { everyMs: 1 });
    await told(action("add-member"));
    await demo.stop();
    const left = events.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(await api("show channels as json")).toBe('{"row_count": 0}\n');
    expect(events.slice(left).filter(action("add-member"))).toEqual([]);
  });
});
