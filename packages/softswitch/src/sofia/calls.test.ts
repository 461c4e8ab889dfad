import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { recordedTree, type TemporaryTree } from "../../testing/capture-tree.js";
import { SipPhone } from "../../testing/sip-phone.js";
import { until } from "../../testing/until.js";
import type { SwitchEvent } from "../core/index.js";
import { createSoftswitch, type Softswitch } from "../softswitch.js";

const LOUD = 0.2;
const QUIET = 0.02;
const ANNA = 400;
const BEN = 900;

let tree: TemporaryTree;
let softswitch: Softswitch;
let anna: SipPhone;
let ben: SipPhone;
let events: SwitchEvent[];

const passwordOf = (user: string): string =>
  softswitch.core.tree.directoryUser(user)?.params["password"] ?? "";
const api = (line: string): Promise<string> => softswitch.core.api.execute(line);
const names = (): string[] => events.map((event) => event.name);
const from = (name: string): SwitchEvent | undefined => events.find((each) => each.name === name);
const told = (name: string): Promise<SwitchEvent> => until(name, () => from(name));

beforeEach(async () => {
  tree = recordedTree();
  softswitch = createSoftswitch({
    confDir: tree.confDir,
    eslPort: 0,
    heartbeatMs: 0,
    sip: { host: "127.0.0.1", port: 0, wsPort: 0, rtpPorts: [44_002, 46_000] },
  });
  events = [];
  softswitch.core.on("event", (event) => events.push(event));
  const { sip } = await softswitch.start();
  const port = sip?.udp?.port ?? 0;
  anna = await SipPhone.open("20001", ANNA, port);
  ben = await SipPhone.open("21000", BEN, port);
  softswitch.registrations.register("21000", { ip: "127.0.0.1", port: ben.port });
});
afterEach(async () => {
  await anna.close();
  await ben.close();
  await softswitch.stop();
  tree.remove();
});

describe("a phone in a conference", () => {
  test("a call without the right password never becomes a session", async () => {
    const call = await anna.dial("32000", "wrong");
    expect((await call.over).status).toBe(403);
    expect(await api("show channels count")).toBe("\n0 total.\n");
  });

  test("two phones hear each other and not themselves; a digit mutes; kicked is hung up", async () => {
    const one = await anna.dial("32000", passwordOf("20001"));
    const two = await ben.dial("32000", passwordOf("21000"));
    await until("both hear", () => one.hears(BEN) > LOUD && two.hears(ANNA) > LOUD);
    expect(one.hears(ANNA)).toBeLessThan(QUIET);
    expect(two.hears(BEN)).toBeLessThan(QUIET);
    one.press("0");
    await until("muted", () => two.hears(ANNA) < QUIET);
    expect(from("DTMF")?.get("DTMF-Source")).toBe("RTP");
    const room = from("CUSTOM") && events.find((each) => each.get("Action") === "add-member");
    await api(`conference ${room?.get("Conference-Name")} kick all`);
    expect((await one.over).by).toBe("remote");
    expect((await two.over).by).toBe("remote");
  });

  test("the variables of the call are those of its INVITE", async () => {
    await anna.dial("32000", passwordOf("20001"));
    const created = await told("CHANNEL_CREATE");
    expect(created.get("variable_sip_auth_username")).toBe("20001");
    expect(created.get("variable_sip_network_port")).toBe(String(anna.port));
    expect(created.get("variable_sip_req_user")).toBe("32000");
    expect(created.get("variable_switch_r_sdp")).toContain("m=audio");
    expect(created.get("Caller-Network-Addr")).toBe("127.0.0.1");
  });
});

describe("a phone calls a phone", () => {
  test("it rings, both hear each other, and when one ends it so does the other", async () => {
    const call = await anna.dial("21000", passwordOf("20001"));
    const other = await until("the other's call", () => ben.calls[0]);
    await until("both hear", () => call.hears(BEN) > LOUD && other.hears(ANNA) > LOUD);
    expect(await api("show calls count")).toBe("\n1 total.\n");
    other.hangup();
    expect((await call.over).by).toBe("remote");
    const story = names().filter((name) => /BRIDGE|HOLD|PROGRESS$|ANSWER|OUTGOING/.test(name));
    expect(story).toEqual([
      "CHANNEL_OUTGOING",
      "CHANNEL_PROGRESS",
      "CHANNEL_PROGRESS",
      "CHANNEL_ANSWER",
      "CHANNEL_ANSWER",
      "CHANNEL_BRIDGE",
      "CHANNEL_UNBRIDGE",
    ]);
  });

  test("the two ends of a bridge name each other", async () => {
    const call = await anna.dial("21000", passwordOf("20001"));
    const bridged = await told("CHANNEL_BRIDGE");
    expect(bridged.get("Other-Type")).toBe("originatee");
    expect(bridged.get("Bridge-A-Unique-ID")).toBe(bridged.get("Unique-ID"));
    expect(bridged.get("Bridge-B-Unique-ID")).toBe(bridged.get("Other-Leg-Unique-ID"));
    call.hangup();
    await call.over;
  });

  test("hold and back are told", async () => {
    const call = await anna.dial("21000", passwordOf("20001"));
    await told("CHANNEL_BRIDGE");
    await until("the call stands", () => call.hears(BEN) > LOUD);
    await call.hold(true);
    expect((await told("CHANNEL_HOLD")).get("Channel-Call-State")).toBe("HELD");
    await call.hold(false);
    expect((await told("CHANNEL_UNHOLD")).get("Channel-Call-State")).toBe("UNHELD");
    call.hangup();
    await call.over;
  });

  test("busy reaches the caller as 486", async () => {
    ben.answers = "busy";
    const call = await anna.dial("21000", passwordOf("20001"));
    expect((await call.over).status).toBe(486);
    await until(
      "all over",
      () => names().filter((name) => name === "CHANNEL_DESTROY").length === 2,
    );
  });

  test("the caller's variables say which calls were made for it, and what came of them", async () => {
    const call = await anna.dial("21000", passwordOf("20001"));
    const bridged = await told("CHANNEL_BRIDGE");
    const uuid = bridged.get("Bridge-B-Unique-ID");
    expect(bridged.get("variable_originated_legs")).toMatch(
      new RegExp(`^${uuid};Outbound Call;[^|]*21000`),
    );
    expect(bridged.get("variable_originate_causes")).toBe(`${uuid};NONE`);
    expect(bridged.get("variable_switch_m_sdp")).toContain("m=audio");
    call.hangup();
    await call.over;
    await until(
      "all over",
      () => names().filter((name) => name === "CHANNEL_DESTROY").length === 2,
    );
    events.length = 0;
    ben.answers = "busy";
    await (await anna.dial("21000", passwordOf("20001"))).over;
    const end = await until("the caller's end", () =>
      events.find(
        (each) =>
          each.name === "CHANNEL_HANGUP_COMPLETE" && each.get("Call-Direction") === "inbound",
      ),
    );
    expect(end.get("variable_originate_causes")).toMatch(/^[^|]+;USER_BUSY$/);
    expect(end.get("variable_last_bridge_proto_specific_hangup_cause")).toBe("sip:486");
    expect(end.get("variable_originate_failed_cause")).toBe("USER_BUSY");
  });

  test("a caller who gives up cancels the ringing", async () => {
    ben.answers = "no";
    const rings = new Promise<void>((resolve) => {
      ben.onCall = (incoming) => incoming.on("over", () => resolve());
    });
    const call = await anna.dial("21000", passwordOf("20001"));
    await told("CHANNEL_PROGRESS");
    call.hangup();
    await rings;
    const hangup = await told("CHANNEL_HANGUP");
    expect(hangup.get("Hangup-Cause")).toBe("ORIGINATOR_CANCEL");
  });
});

describe("originate", () => {
  test("a phone is called and hears its own tone from echo", async () => {
    expect(await api("originate user/21000 &echo()")).toMatch(/^\+OK [0-9a-f-]{36}\n$/);
    await until("its own tone", () => (ben.calls[0]?.hears(BEN) ?? 0) > LOUD);
    await api("hupall");
    expect((await ben.calls[0]?.over)?.by).toBe("remote");
  });

  test("what cannot be called says why", async () => {
    expect(await api("originate user/99999 &park")).toBe("-ERR SUBSCRIBER_ABSENT\n");
    expect(await api("originate user/22000 &park")).toBe("-ERR USER_NOT_REGISTERED\n");
    expect(await api("originate foo/1 &park")).toBe("-ERR CHAN_NOT_IMPLEMENTED\n");
    ben.answers = "busy";
    expect(await api("originate user/21000 &park")).toBe("-ERR USER_BUSY\n");
    ben.answers = "no";
    const late = "originate {originate_timeout=1}user/21000 &park";
    expect(await api(late)).toBe("-ERR NO_ANSWER\n");
  });

  test("a call under way is played to, held, and sent into a conference", async () => {
    const [, uuid = ""] = (await api("originate user/21000 &park()")).trim().split(" ");
    await told("CHANNEL_PARK");
    await api(`uuid_broadcast ${uuid} tone_stream://%(100,0,500)`);
    expect((await told("PLAYBACK_STOP")).get("Playback-Status")).toBe("done");
    await api(`uuid_transfer ${uuid} 32000 XML team`);
    const joined = await until("in", () => events.find((e) => e.get("Action") === "add-member"));
    expect(joined.get("Unique-ID")).toBe(uuid);
    expect(names().indexOf("CHANNEL_UNPARK")).toBeGreaterThan(names().indexOf("CHANNEL_PARK"));
  });

  test("stopping the switch ends calls", async () => {
    await api("originate user/21000 &park()");
    const call = ben.calls[0];
    await softswitch.stop();
    expect((await call?.over)?.by).toBe("remote");
  });
});
