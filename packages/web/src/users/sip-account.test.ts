import { expect, test } from "vitest";
import { isLocalHost, shownMac } from "./sip-account.js";

test("an address of this machine alone is told from one others reach", () => {
  for (const host of ["127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]", "0.0.0.0"])
    expect(isLocalHost(host), host).toBe(true);
  for (const host of ["conference.example.org", "10.0.0.1", "localhost.example.org"])
    expect(isLocalHost(host), host).toBe(false);
});

test("a MAC address is read in pairs", () => {
  expect(shownMac("0004f2abcdef")).toBe("00:04:f2:ab:cd:ef");
  expect(shownMac("")).toBe("");
});
