import { afterEach, expect, test } from "vitest";
import {
  createSwitch,
  ReloadRefusedError,
  type Switch,
  SwitchAwayError,
  type SwitchOptions,
  SwitchRefusedError,
  SwitchTimeoutError,
} from "../../packages/server/src/switch/index.js";
import { EslPeer } from "../_util/esl-peer.js";
import { SwitchEvents } from "../replay/switch-events.js";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function peer(port = 0): Promise<EslPeer> {
  const created = await EslPeer.listen(port);
  cleanups.push(() => created.close());
  return created;
}

function linkTo(port: number, options: Partial<SwitchOptions> = {}): Switch {
  const switch_ = createSwitch({
    host: "127.0.0.1",
    port,
    password: "secret",
    reconnect: () => 10,
    ...options,
  });
  cleanups.push(() => switch_.stop());
  return switch_;
}

const next = (switch_: Switch, event: "up" | "down") =>
  new Promise<void>((resolve) => {
    const done = () => {
      switch_.off(event, done);
      resolve();
    };
    switch_.on(event, done);
  });

async function up(far: EslPeer, options: Partial<SwitchOptions> = {}): Promise<Switch> {
  const switch_ = linkTo(far.port, options);
  const ready = next(switch_, "up");
  switch_.start();
  await ready;
  return switch_;
}

test("events come on one connection and commands go on the other", async () => {
  const far = await peer();
  const switch_ = await up(far);
  expect(far.sockets.size).toBe(2);
  expect(far.eventSocket).not.toBe(far.commandSocket);
  expect(switch_.connected).toBe(true);
  const arrived = new Promise((resolve) => switch_.on("event", resolve));
  far.send(new SwitchEvents().heartbeat());
  expect(await arrived).toMatchObject({ name: "HEARTBEAT" });
  expect(switch_.counters).toMatchObject({ eventsReceived: 1, reconnects: 0 });
  expect(switch_.counters.lastEventAt).toBeGreaterThan(0);
});

test("an answer that does not come holds up neither events nor other conferences", async () => {
  const far = await peer();
  far.answer = (command) => (command.includes("stuck") ? undefined : "+OK\n");
  const switch_ = await up(far);
  const stuck = switch_.conference("stuck").lock();
  const refused = expect(stuck).rejects.toThrow(SwitchAwayError);
  await switch_.conference("other").lock();
  const arrived = new Promise((resolve) => switch_.on("event", resolve));
  far.send(new SwitchEvents().heartbeat());
  await arrived;
  await switch_.stop();
  await refused;
});

test.each(["eventSocket", "commandSocket"] as const)(
  "losing the %s alone takes the link down, and a whole new pair comes up",
  async (which) => {
    const far = await peer();
    const switch_ = await up(far);
    const down = next(switch_, "down");
    const again = next(switch_, "up");
    far[which]?.destroy();
    await down;
    expect(switch_.connected).toBe(false);
    await again;
    expect(far.sockets.size).toBe(2);
    expect(far.accepted).toBe(4);
    expect(switch_.counters.reconnects).toBe(1);
  },
);

test("twenty losses leave one pair, each event once, and never more than two sockets", async () => {
  const far = await peer();
  const switch_ = await up(far);
  for (let round = 0; round < 20; round++) {
    const again = next(switch_, "up");
    (round % 2 ? far.commandSocket : far.eventSocket)?.destroy();
    await again;
  }
  expect(far.sockets.size).toBe(2);
  expect(far.mostSockets).toBeLessThanOrEqual(2);
  let events = 0;
  const arrived = new Promise<void>((resolve) =>
    switch_.on("event", () => {
      events += 1;
      if (events === 3) resolve();
    }),
  );
  const script = new SwitchEvents();
  for (let index = 0; index < 3; index++) far.send(script.heartbeat());
  await arrived;
  expect(events).toBe(3);
});

test("a command in flight fails with its own error when the link is lost, and is never sent again", async () => {
  const far = await peer();
  far.answer = () => undefined;
  const switch_ = await up(far);
  const command = switch_.status();
  const failed = expect(command).rejects.toThrow(SwitchAwayError);
  const again = next(switch_, "up");
  while (far.lines.length === 0) await new Promise((resolve) => setImmediate(resolve));
  far.commandSocket?.destroy();
  await failed;
  await again;
  expect(far.lines.filter((line) => line === "api status")).toHaveLength(1);
});

test("without a link every command says so at once", async () => {
  const far = await peer();
  const switch_ = linkTo(far.port);
  await expect(switch_.status()).rejects.toThrow(SwitchAwayError);
  await expect(switch_.conference("a").lock()).rejects.toThrow(SwitchAwayError);
  expect(switch_.counters).toMatchObject({ commands: 2, commandFailures: 2 });
});

test("a switch that starts later than we is found", async () => {
  const first = await peer();
  const { port } = first;
  await first.close();
  const switch_ = linkTo(port);
  const ready = next(switch_, "up");
  switch_.start();
  await peer(port);
  await ready;
});

test("a wrong password is not tried over and over", async () => {
  const far = await peer();
  far.password = "other";
  const switch_ = linkTo(far.port);
  switch_.start();
  while (switch_.linkStatus.state !== "down") await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(far.accepted).toBeLessThanOrEqual(2);
  expect(switch_.linkStatus).toMatchObject({ state: "down", error: { name: "AuthFailedError" } });
});

test("a command that is not answered in time fails with its own error", async () => {
  const far = await peer();
  far.answer = () => undefined;
  const switch_ = await up(far, { timeouts: { commandMs: 20 } });
  await expect(switch_.conference("room").lock()).rejects.toMatchObject({
    name: "SwitchTimeoutError",
    timeoutMs: 20,
  });
  await expect(switch_.status()).rejects.toThrow(SwitchTimeoutError);
});

test("names and paths go quoted as the switch splits them", async () => {
  const far = await peer();
  const switch_ = await up(far);
  const room = switch_.conference("Zoë's & room");
  await room.lock();
  await room.mute("12");
  await room.startRecording("/rec/Zoë's & room-2026.wav");
  await room.stopRecording("all");
  await room.play("conference/recording_started.wav");
  expect(far.lines).toEqual([
    "bgapi conference 'Zoë\\'s & room' lock",
    "bgapi conference 'Zoë\\'s & room' mute 12",
    "bgapi conference 'Zoë\\'s & room' recording start '/rec/Zoë\\'s & room-2026.wav'",
    "bgapi conference 'Zoë\\'s & room' recording stop all",
    "bgapi conference 'Zoë\\'s & room' play conference/recording_started.wav",
  ]);
});

test("nothing that holds a line end reaches the switch", async () => {
  const far = await peer();
  const switch_ = await up(far);
  await expect(switch_.conference("a\napi shutdown").lock()).rejects.toThrow(/control/i);
  await expect(switch_.conference("a").play("x\r\n\r\nexit")).rejects.toThrow(/control/i);
  await expect(switch_.xmlLocate("directory", "a\n", "b", "c")).rejects.toThrow(/control/i);
  expect(far.lines).toEqual([]);
});

test.each(["all", "last", "non_moderator", "uuid=1", "0", "-1", "1 quiet", ""])(
  "%j is no member id",
  async (id) => {
    const far = await peer();
    const switch_ = await up(far);
    await expect(switch_.conference("a").kick(id)).rejects.toThrow(SwitchRefusedError);
    expect(far.lines).toEqual([]);
  },
);

test.each([
  ["-ERR Conference a not found\n"],
  ["+OK Pause recording file /x\n-ERR non-existant recording '/x'\n"],
  ["record <filename>"],
  ["Conference command, not specified.\nTry 'help'\n"],
])("%j is a refusal", async (reply) => {
  const far = await peer();
  far.answer = () => reply;
  const switch_ = await up(far);
  const failed = switch_.conference("a").pauseRecording("/x");
  await expect(failed).rejects.toThrow(SwitchRefusedError);
  await expect(failed).rejects.toMatchObject({ command: "conference a recording pause /x" });
});

test.each([
  ["+OK locked\n"],
  ["Stopped recording file /x\n+OK Stopped recording 0 files\n"],
  ["+OK mute 1\n+OK mute 2\n"],
  ["Skipping moderator (member id 2).\n+OK mute 1\n"],
  ["Skipping moderator (member id 2).\n"],
  [""],
])("%j is a success", async (reply) => {
  const far = await peer();
  far.answer = () => reply;
  const switch_ = await up(far);
  await switch_.conference("a").muteAll();
});

test("only exactly +OK [Success] is a reload", async () => {
  const far = await peer();
  const switch_ = await up(far);
  far.answer = () => "+OK [Success]\n";
  await switch_.reloadXml();
  far.answer = () => "+OK [[error near line 812]: unexpected closing tag </extension>]\n";
  await expect(switch_.reloadXml()).rejects.toMatchObject({
    name: "ReloadRefusedError",
    text: "[error near line 812]: unexpected closing tag </extension>",
  });
  far.answer = () => "-ERR permission denied\n";
  await expect(switch_.reloadXml()).rejects.toThrow(ReloadRefusedError);
});

test("listings are read with the profiles they leave out", async () => {
  const far = await peer();
  far.answer = (command) => {
    if (command === "conference json_list") return JSON_LIST;
    if (command === "conference 'my room' get profile_name") return "16kHz-novideo";
    if (command === "show registrations as json") return '{"row_count": 0}\n';
    return "-ERR unexpected\n";
  };
  const switch_ = await up(far);
  expect(await switch_.registrations()).toEqual([]);
  const [room] = await switch_.conferences();
  expect(room).toMatchObject({
    name: "my room",
    profile: "16kHz-novideo",
    locked: true,
    recordings: [{ path: "/rec/a.wav", status: "paused" }],
  });
  expect(room?.members.map(({ id }) => id)).toEqual(["3", "4"]);
});

test.each(["-ERR no\n", "null", "{}", '[{"conference_name":1}]', "[{", "", '[{"members":{}}]'])(
  "%j where a listing was expected is refused",
  async (reply) => {
    const far = await peer();
    far.answer = () => reply;
    const switch_ = await up(far);
    await expect(switch_.conferences()).rejects.toThrow(SwitchRefusedError);
  },
);

test("the configuration is read as elements, and as nothing when there is none", async () => {
  const far = await peer();
  const switch_ = await up(far);
  far.answer = () => '<section name="directory"><domain name="d"></domain></section>\n';
  expect(await switch_.xmlLocate("directory")).toMatchObject({
    name: "section",
    attributes: { name: "directory" },
  });
  far.answer = () => "can't find anything\n";
  expect(
    await switch_.xmlLocate("configuration", "configuration", "name", "conference.conf"),
  ).toBeUndefined();
  far.answer = () => "<section><broken></section>";
  await expect(switch_.xmlLocate("dialplan")).rejects.toThrow(SwitchRefusedError);
  expect(far.lines).toEqual([
    "api xml_locate directory",
    "api xml_locate configuration configuration name conference.conf",
    "api xml_locate dialplan",
  ]);
});

test("global variables keep what follows their first equals sign", async () => {
  const far = await peer();
  far.answer = () => "a=1\nurl=x?y=z\nempty=\n__proto__=p\nnothing\n";
  const switch_ = await up(far);
  const globals = await switch_.globals();
  expect(Object.entries(globals)).toEqual([
    ["a", "1"],
    ["url", "x?y=z"],
    ["empty", ""],
    ["__proto__", "p"],
  ]);
});

const caller = (id: number) => ({
  type: "caller",
  id,
  flags: { can_hear: true, can_speak: false },
  uuid: `c${id}`,
  caller_id_name: "x",
  caller_id_number: "20001",
  join_time: 3,
});
const JSON_LIST = JSON.stringify([
  {
    conference_name: "my room",
    conference_uuid: "u",
    run_time: 7,
    locked: true,
    members: [
      { type: "recording_node", record_path: "/rec/a.wav", status: "paused" },
      {},
      caller(4),
      caller(3),
    ],
  },
]);
