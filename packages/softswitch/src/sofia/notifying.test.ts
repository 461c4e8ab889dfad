import { afterEach, beforeEach, expect, test } from "vitest";
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
import { until } from "../../testing/until.js";

const USER = "20001";
const URI = "sip:127.0.0.1";

let house: PhoneHouse;
let phones: RawPhone[];
beforeEach(async () => {
  house = await PhoneHouse.open();
  phones = [];
});
afterEach(async () => {
  for (const each of phones) each.close();
  await house.close();
});

/** A phone of a maker that has signed in. */
async function signedIn(open: () => Promise<RawPhone>, callId: string, agent: string) {
  const phone = await open();
  phones.push(phone);
  const ask = async (more: readonly string[]) => {
    phone.send(
      rawRequest("REGISTER", phone.port, {
        ...{ user: USER, callId, uri: URI, to: `<sip:${USER}@127.0.0.1>` },
        headers: ["Expires: 60", `User-Agent: ${agent}`, ...more],
      }),
    );
    return phone.take();
  };
  const challenge = headerOf(await ask([]), "WWW-Authenticate") ?? "";
  const password = house.password(USER);
  const signed = { method: "REGISTER", uri: URI, user: USER, password } as const;
  expect(statusOf(await ask([`Authorization: ${credentials(challenge, signed)}`]))).toBe(200);
  return phone;
}

const byUdp = () => udpPhone(house.udp);
const byWeb = () => webPhone(house.ws);

/** Answers a request as the phone. */
function answer(phone: RawPhone, request: string, status: number): void {
  const kept = ["Via", "From", "To", "Call-ID", "CSeq"].map(
    (name) => `${name}: ${headerOf(request, name)}${name === "To" ? ";tag=phone" : ""}`,
  );
  phone.send([`SIP/2.0 ${status} So`, ...kept, "Content-Length: 0", "", ""].join("\r\n"));
}

const told = (request: string) =>
  Object.fromEntries(
    ["From", "To", "Call-ID", "Event", "Subscription-State", "Content-Type", "Content-Length"].map(
      (name) => [name, headerOf(request, name)?.replace(/;tag=.*/, "")],
    ),
  );

/** What FreeSWITCH 1.10.12 sent to such phones. */
const SYNC = {
  From: `<sip:${USER}@127.0.0.1>`,
  To: `<sip:${USER}@127.0.0.1>`,
  "Subscription-State": "terminated;reason=noresource",
  "Content-Type": "application/simple-message-summary",
  "Content-Length": "0",
};

test("a check-sync goes to every phone of a user, in its maker's words, the way it signed in", async () => {
  const poly = await signedIn(byUdp, "poly", "PolycomVVX-VVX_411-UA/5.9");
  const yealink = await signedIn(byWeb, "yealink", "Yealink SIP-T46S 66.85");
  const cisco = await signedIn(byUdp, "cisco", "Cisco-CP8841/11.0");
  expect(await house.api(`sofia profile internal check_sync ${USER}@127.0.0.1`)).toBe(
    "+OK syncing all registrations matching specified call_id\n",
  );
  const first = await poly.take();
  expect(first).toMatch(
    new RegExp(`^NOTIFY sip:${USER}@127.0.0.1:${poly.port} SIP/2.0\r\nVia: SIP/2.0/UDP `),
  );
  expect(told(first)).toEqual({ ...SYNC, "Call-ID": "poly", Event: "check-sync" });
  expect(headerOf(first, "Contact")).toMatch(/^<sip:mod_sofia@127\.0\.0\.1:\d+;transport=udp>$/);
  const second = await yealink.take();
  expect(second).toContain("Via: SIP/2.0/WS ");
  expect(told(second)).toEqual({
    ...SYNC,
    "Call-ID": "yealink",
    Event: "check-sync;reboot=true",
  });
  const third = await cisco.take();
  expect(headerOf(third, "Event")).toBe("service-control");
  expect(third.split("\r\n\r\n")[1]).toBe(
    "action=restart\nRegisterCallId={cisco}\nConfigVersionStamp={0000000000000000}\nDialplanVersionStamp={0000000000000000}\nSoftkeyVersionStamp={0000000000000000}",
  );
});

test("an event NOTIFY reaches the phones it names: one by its Call-ID, or all of a user", async () => {
  const desk = await signedIn(byUdp, "desk", "Snom");
  const page = await signedIn(byWeb, "page", "JsSIP");
  const event = (more: readonly (readonly [string, string])[], body?: string) =>
    house.softswitch.core.fire("NOTIFY", {
      leading: [
        ["profile", "internal"],
        ["event-string", "check-sync;reboot=false"],
        ["content-type", "text/plain"],
        ["user", USER],
        ["host", "127.0.0.1"],
        ...more,
      ],
      body,
    });
  event([["call-id", "page"]]);
  event([], "hello");
  const [alone, both] = [await page.take(), await page.take()];
  expect(headerOf(alone, "Event")).toBe("check-sync;reboot=false");
  expect(headerOf(alone, "Content-Length")).toBe("0");
  expect(headerOf(both, "Content-Type")).toBe("text/plain");
  // The desk phone was not meant by the first: what it gets is the second, with a Call-ID of its own.
  const atDesk = await desk.take();
  for (const each of [both, atDesk]) expect(each.split("\r\n\r\n")[1]).toBe("hello");
  expect(headerOf(atDesk, "Call-ID")).not.toBe(headerOf(both, "Call-ID"));
});

test("an event that does not say all of it is an event only, and names no header of its own", async () => {
  const desk = await signedIn(byUdp, "desk", "Snom");
  const [profile, host] = [["profile", "internal"] as const, ["host", "127.0.0.1"] as const];
  const [user, type] = [["user", USER] as const, ["content-type", "a/b"] as const];
  for (const leading of [
    [profile, host, user, type],
    [profile, host, type, ["event-string", "x"] as const],
    [["profile", "other"] as const, host, user, type, ["event-string", "x"] as const],
  ])
    house.softswitch.core.fire("NOTIFY", { leading });
  const evil = ["event-string", "last\r\nX-Evil: yes"] as const;
  house.softswitch.core.fire("NOTIFY", { leading: [profile, host, user, type, evil] });
  const only = await desk.take();
  expect(headerOf(only, "Event")).toMatch(/^last/);
  expect(headerOf(only, "X-Evil")).toBeUndefined();
});

test("a phone that wants none of it stays registered, and one that has gone disturbs nobody", async () => {
  const desk = await signedIn(byUdp, "desk", "Poly");
  await house.api("sofia profile internal check_sync desk");
  answer(desk, await desk.take(), 481);
  const page = await signedIn(byWeb, "page", "JsSIP");
  await house.api("sofia profile internal check_sync page");
  await page.take();
  page.close();
  const left = () => house.softswitch.registrations.list().map(({ callId }) => callId);
  await until("the page to be gone", () => (left().length === 1 ? true : undefined));
  expect(left()).toEqual(["desk"]);
  await house.api("sofia profile internal check_sync desk");
  expect(headerOf(await desk.take(), "Event")).toBe("check-sync");
});

test("without a name all phones are signed out and none is told", async () => {
  await signedIn(byUdp, "desk", "Poly");
  expect(await house.api("sofia profile internal check_sync")).toBe(
    "+OK syncing all registrations\n",
  );
  expect(house.softswitch.registrations.list()).toEqual([]);
  await house.told("CUSTOM", ({ subclass }) => subclass === "sofia::expire");
  const flushed = await signedIn(byUdp, "again", "Poly");
  expect(await house.api("sofia profile internal flush_inbound_reg again reboot")).toBe(
    "+OK rebooting all registrations matching specified call_id\n",
  );
  expect(headerOf(await flushed.take(), "Event")).toBe("check-sync");
  expect(house.softswitch.registrations.list()).toEqual([]);
});
