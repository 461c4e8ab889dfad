import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PhoneHouse } from "../../testing/phone-house.js";
import type { PhoneCall, SipPhone } from "../../testing/sip-phone.js";
import { until } from "../../testing/until.js";

const LOUD = 0.2;
const ANNA = 400;
const BEN = 900;
const CLEO = 1300;

let house: PhoneHouse;
let anna: SipPhone;
let ben: SipPhone;
let cleo: SipPhone;

beforeEach(async () => {
  house = await PhoneHouse.open();
  anna = await house.phone("20001", ANNA);
  ben = await house.phone("21000", BEN);
  cleo = await house.phone("22000", CLEO);
});
afterEach(() => house.close());

/** 20001 talks to 21000. */
async function talking(): Promise<[PhoneCall, PhoneCall]> {
  const caller = await anna.dial("21000", house.password("20001"));
  const called = await until("the other's call", () => ben.calls[0]);
  await until("they talk", () => caller.hears(BEN) > LOUD && called.hears(ANNA) > LOUD);
  return [caller, called];
}

describe("a phone that asks for a transfer", () => {
  test("sends the one it talks to elsewhere, and is out of it", async () => {
    const [caller, called] = await talking();
    expect(await called.refer("<sip:22000@127.0.0.1>")).toBe(202);
    const third = await until("the third's call", () => cleo.calls[0]);
    await until("they talk", () => caller.hears(CLEO) > LOUD && third.hears(ANNA) > LOUD);
    expect((await called.over).by).toBe("remote");
    caller.hangup();
    await third.over;
  });

  test("may be the one that called: the called one goes on in the context of the call", async () => {
    const [caller, called] = await talking();
    await caller.refer("<sip:32000@127.0.0.1>");
    await house.told("CUSTOM", (each) => each.get("Action") === "add-member");
    expect((await caller.over).by).toBe("remote");
    called.hangup();
  });

  test("stays where it is when nobody is at the other end", async () => {
    const call = await anna.dial("32000", house.password("20001"));
    await house.joined("20001");
    await until("the phone knows", () => call.sip.state === "confirmed");
    await call.refer("<sip:22000@127.0.0.1>");
    const error = await house.told("CUSTOM", (each) => each.get("Error-Type") === "blind_transfer");
    expect(error.get("Event-Subclass")).toBe("sofia::error");
    expect(error.get("Transfer-Exten")).toBe("22000");
    expect(await house.api("show channels count")).toBe("\n1 total.\n");
    call.hangup();
  });

  test("joins the other ends of its two calls, and both of its own end", async () => {
    const [caller, called] = await talking();
    const second = await anna.dial("22000", house.password("20001"));
    const third = await until("the third's call", () => cleo.calls[0]);
    await until("the second call stands", () => second.hears(CLEO) > LOUD);
    const { callId, localTag, remoteTag = "" } = second.sip;
    const replaces = encodeURIComponent(`${callId};to-tag=${remoteTag};from-tag=${localTag}`);
    expect(await caller.refer(`<sip:22000@127.0.0.1?Replaces=${replaces}>`)).toBe(202);
    await until("they talk", () => called.hears(CLEO) > LOUD && third.hears(BEN) > LOUD);
    await Promise.all([caller.over, second.over]);
    called.hangup();
    expect((await third.over).by).toBe("remote");
  });
});
