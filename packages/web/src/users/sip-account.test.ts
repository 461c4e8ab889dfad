import { expect, test } from "vitest";
import { shownMac, sipAccountOf } from "./sip-account.js";

const ADA = { id: "20001", name: "Ada" };

test("an address has the number and the domain", () => {
  expect(sipAccountOf(ADA, "conference.example.org")).toEqual({
    displayName: "Ada",
    user: "20001",
    domain: "conference.example.org",
    address: "sip:20001@conference.example.org",
    local: false,
  });
});

test("an IPv6 address stands in brackets", () => {
  expect(sipAccountOf(ADA, "2001:db8::1").address).toBe("sip:20001@[2001:db8::1]");
  expect(sipAccountOf(ADA, "[2001:db8::1]").address).toBe("sip:20001@[2001:db8::1]");
});

test("it is said of a domain that other machines cannot reach it", () => {
  for (const domain of ["127.0.0.1", "localhost", "::1", "[::1]", "0.0.0.0"])
    expect(sipAccountOf(ADA, domain).local).toBe(true);
  for (const domain of ["192.168.1.2", "localhost.example.org", "::2"])
    expect(sipAccountOf(ADA, domain).local).toBe(false);
});

test("MAC addresses are shown in pairs", () => {
  expect(shownMac("0004f2abcdef")).toBe("00:04:f2:ab:cd:ef");
  expect(shownMac("")).toBe("");
});
