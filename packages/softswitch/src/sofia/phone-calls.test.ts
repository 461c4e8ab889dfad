import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PhoneHouse } from "../../testing/phone-house.js";
import {
  headerOf,
  type RawPhone,
  rawRequest,
  statusOf,
  udpPhone,
  webPhone,
} from "../../testing/raw-phone.js";
import { credentials } from "../../testing/sip-phone.js";
import { amplitudeAt, PortDriver, sine } from "../../testing/tones.js";
import { until } from "../../testing/until.js";
import { WeriftPeer } from "../../testing/werift-peer.js";
import { createMedia } from "../media/index.js";

const LOUD = 0.2;
const ANNA = 400;
const BEN = 900;
const NUMBER = "32000";

let house: PhoneHouse;
beforeEach(async () => {
  house = await PhoneHouse.open();
});
afterEach(() => house.close());

/** A call placed byte by byte: by a phone that signs its INVITE. */
class RawCall {
  readonly callId = `raw-${Math.random()}`;
  #to = "";
  #sequence = 1;
  #accepted = false;

  constructor(
    public phone: RawPhone,
    readonly number = NUMBER,
  ) {}

  /** The 200 to the INVITE. */
  async invite(body: string): Promise<string> {
    const uri = this.#uri();
    this.#to = `<${uri}>`;
    const type = body === "" ? [] : ["Content-Type: application/sdp"];
    this.send("INVITE", { headers: type, body });
    const challenge = await this.#final();
    this.send("ACK", {});
    this.#sequence += 1;
    this.#to = `<${uri}>`;
    const user = "20001";
    const signed = { method: "INVITE", uri, user, password: house.password(user) } as const;
    const answer = credentials(headerOf(challenge, "Proxy-Authenticate") ?? "", signed);
    this.send("INVITE", { headers: [...type, `Proxy-Authorization: ${answer}`], body });
    return this.#final();
  }

  send(method: string, more: { headers?: readonly string[]; body?: string }): void {
    const { callId } = this;
    const uri = this.#uri();
    const sequence = this.#sequence;
    // An ACK of a refusal belongs to its INVITE's transaction, that of a 200 does not: the last tag tells.
    const branch = `z9hG4bK${callId}${sequence}${this.#accepted && method === "ACK" ? "a" : ""}`;
    const given = { uri, to: this.#to, callId, sequence, branch, ...more };
    this.phone.send(rawRequest(method, this.phone.port, given));
  }

  /** Another request in the dialog; gives its status. */
  async ask(method: string): Promise<number> {
    this.#sequence += 1;
    this.send(method, {});
    return statusOf(await this.#final());
  }

  #uri(): string {
    return `sip:${this.number}@127.0.0.1`;
  }

  async #final(): Promise<string> {
    for (;;) {
      const message = await this.phone.take();
      if (!message.startsWith("SIP/2.0") || statusOf(message) < 200) continue;
      this.#to = headerOf(message, "To") ?? this.#to;
      this.#accepted ||= statusOf(message) === 200;
      return message;
    }
  }
}

const bodyOf = (message: string): string => message.slice(message.indexOf("\r\n\r\n") + 4);

describe("a page's connection", () => {
  /** A page that talks to a phone. */
  async function bridgedPage(): Promise<{ call: RawCall; peer: WeriftPeer }> {
    await house.phone("21000", BEN);
    const peer = new WeriftPeer();
    const call = new RawCall(await webPhone(house.ws), "21000");
    const answer = await call.invite(await peer.offer());
    call.send("ACK", {});
    await peer.accept(bodyOf(answer));
    await house.told("CHANNEL_BRIDGE");
    return { call, peer };
  }

  test("may break and come back: the call goes on", async () => {
    const { call, peer } = await bridgedPage();
    call.phone.close();
    call.phone = await webPhone(house.ws);
    expect(await call.ask("OPTIONS")).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 5500));
    expect(await house.api("show channels count")).toBe("\n2 total.\n");
    call.phone.close();
    await peer.close();
  });

  test("that does not come back takes its call along", async () => {
    const { call, peer } = await bridgedPage();
    const uuid = (await house.told("CHANNEL_BRIDGE")).get("Unique-ID");
    call.phone.close();
    const ended = await house.told("CHANNEL_HANGUP", (each) => each.get("Unique-ID") === uuid);
    expect(ended.get("Hangup-Cause")).toBe("RECOVERY_ON_TIMER_EXPIRE");
    await until(
      "all over",
      async () => (await house.api("show channels count")) === "\n0 total.\n",
    );
    await peer.close();
  });
});

test("an INVITE without an offer is offered to, and the answer in its ACK is heard", async () => {
  const ben = await house.phone("21000", BEN);
  const other = await ben.dial(NUMBER, house.password("21000"));
  await house.joined("21000");
  const call = new RawCall(await udpPhone(house.udp));
  const offer = bodyOf(await call.invite(""));
  expect(offer).toContain("m=audio");
  const media = createMedia({ address: "127.0.0.1", portRange: [46_002, 47_000] });
  const leg = await media.answer(offer, { codecs: "G722,PCMU,OPUS" });
  call.send("ACK", { headers: ["Content-Type: application/sdp"], body: leg.localSdp });
  const driver = new PortDriver(leg);
  driver.play(sine(ANNA, leg.rate, 0.4));
  await until("both hear", () => {
    return other.hears(ANNA) > LOUD && amplitudeAt(driver.heard(300), BEN, leg.rate) > LOUD;
  });
  expect(await call.ask("BYE")).toBe(200);
  driver.stop();
  call.phone.close();
  await media.stop();
});

test("a called phone that falls silent is gone after the time its caller exports", async () => {
  const anna = await house.phone("20001", ANNA);
  const ben = await house.phone("21000", BEN);
  const dialled = house.api("originate {media_timeout_audio=700}user/21000 &park()");
  expect(await dialled).toMatch(/^\+OK /);
  await until("it speaks", () => ben.calls[0]?.sip.state === "confirmed");
  ben.calls[0]?.fallSilent();
  const ended = await house.told("CHANNEL_HANGUP_COMPLETE");
  expect(ended.get("Hangup-Cause")).toBe("MEDIA_TIMEOUT");
  expect((await ben.calls[0]?.over)?.by).toBe("remote");
  expect(anna.calls).toEqual([]);
});

describe("sound before the answer", () => {
  /** What is told of the two ends from the first sound on, as FreeSWITCH 1.10.12 tells it. */
  const EARLY = [
    ["CHANNEL_PROGRESS_MEDIA", "called"],
    ["CHANNEL_PROGRESS_MEDIA", "caller"],
    ["CHANNEL_BRIDGE", "caller"],
  ];
  const ANSWERED = [
    ["CHANNEL_ANSWER", "called"],
    ["CHANNEL_ANSWER", "caller"],
    ["CALL_UPDATE", "called"],
    ["CALL_UPDATE", "caller"],
  ];
  const story = () => {
    const from = house.events.findIndex(({ name }) => name === "CHANNEL_PROGRESS_MEDIA");
    return house.events
      .slice(from)
      .filter(({ name }) => /^CHANNEL_(PROGRESS_MEDIA|BRIDGE|ANSWER)|UPDATE/.test(name))
      .map((each) => [each.name, each.get("Call-Direction") === "outbound" ? "called" : "caller"]);
  };

  test("joins the two at once; the answer comes to both later", async () => {
    const anna = await house.phone("20001", ANNA);
    const ben = await house.phone("21000", BEN);
    ben.answers = "early";
    const call = await anna.dial("21000", house.password("20001"));
    await until(
      "both hear",
      () => call.hears(BEN) > LOUD && (ben.calls[0]?.hears(ANNA) ?? 0) > LOUD,
    );
    expect(call.sip.state).toBe("early");
    const bridged = await house.told("CHANNEL_BRIDGE");
    expect(bridged.get("Answer-State")).toBe("early");
    expect(story()).toEqual(EARLY);
    ben.calls[0]?.accept();
    await until("the answer", () => call.sip.state === "confirmed");
    await house.told("CALL_UPDATE", (each) => each.get("Call-Direction") === "inbound");
    expect(story()).toEqual([...EARLY, ...ANSWERED]);
    call.hangup();
    await ben.calls[0]?.over;
  });

  test("and a refusal after it ends the caller's call", async () => {
    const anna = await house.phone("20001", ANNA);
    const ben = await house.phone("21000", BEN);
    ben.answers = "early";
    const call = await anna.dial("21000", house.password("20001"));
    await house.told("CHANNEL_BRIDGE");
    ben.calls[0]?.sip.end({ status: 486 });
    expect((await call.over).status).toBe(486);
    await until(
      "both to be over",
      () => house.events.filter(({ name }) => name === "CHANNEL_DESTROY").length === 2,
    );
    expect(await house.api("show channels count")).toBe("\n0 total.\n");
  });

  test("is not for who does not want it: then the answer alone joins them", async () => {
    house.softswitch.core.variables.set("ignore_early_media", "true");
    const anna = await house.phone("20001", ANNA);
    const ben = await house.phone("21000", BEN);
    ben.answers = "early";
    const call = await anna.dial("21000", house.password("20001"));
    await house.told("CHANNEL_PROGRESS_MEDIA");
    ben.calls[0]?.accept();
    const bridged = await house.told("CHANNEL_BRIDGE");
    expect(bridged.get("Answer-State")).toBe("answered");
    call.hangup();
    await ben.calls[0]?.over;
  });
});

test("two phones with Opus and video have both through a bridge, and key frames are asked for", async () => {
  const wishes = { codecs: "OPUS,PCMU,VP8", video: true };
  for (const name of ["global_codec_prefs", "outbound_codec_prefs"]) {
    house.softswitch.core.variables.set(name, wishes.codecs);
  }
  const anna = await house.phone("20001", ANNA, wishes);
  const ben = await house.phone("21000", BEN, wishes);
  const caller = await anna.dial("21000", house.password("20001"));
  const called = await until("the other's call", () => ben.calls[0]);
  await until("both hear", () => caller.hears(BEN) > LOUD && called.hears(ANNA) > LOUD);
  const seen: string[] = [];
  let keyframes = 0;
  caller.leg.on("keyframe", () => {
    keyframes += 1;
  });
  called.leg.on("video", (packet) => seen.push(packet.subarray(12).toString("latin1")));
  let sequence = 100;
  await until("the picture is seen", () => {
    const header = Buffer.from([0x80, 0x60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9]);
    header.writeUInt16BE(sequence++, 2);
    caller.leg.sendVideo(Buffer.concat([header, Buffer.from("picture")]));
    return seen.includes("picture");
  });
  await until("a key frame is asked for", () => {
    called.leg.requestKeyframe();
    return keyframes > 0;
  });
  caller.hangup();
  await called.over;
});

test("who signed a call decides what it may, whatever its From says", async () => {
  const anna = await house.phone("20001", ANNA, { claims: "22000" });
  const call = await anna.dial("21000", house.password("20001"));
  const created = await house.told("CHANNEL_CREATE");
  expect(created.get("Caller-Context")).toBe("team");
  expect(created.get("Caller-Username")).toBe("20001");
  expect(created.get("variable_user_name")).toBe("20001");
  expect(created.get("variable_sip_auth_username")).toBe("20001");
  await call.over;
});

test("three wrong pins end the call, the right one opens the door", async () => {
  const anna = await house.phone("20001", ANNA);
  const ben = await house.phone("22000", BEN);
  await anna.dial(NUMBER, house.password("20001"));
  const room = (await house.joined("20001")).get("Conference-Name");
  await house.api(`conference ${room} pin 1234`);
  const wrong = await ben.dial(NUMBER, house.password("22000"));
  await until("it stands", () => wrong.sip.state === "confirmed");
  wrong.press("999999999999");
  expect((await wrong.over).by).toBe("remote");
  const right = await ben.dial(NUMBER, house.password("22000"));
  await until("it stands", () => right.sip.state === "confirmed");
  right.press("1234");
  await house.joined("22000");
  right.hangup();
});
