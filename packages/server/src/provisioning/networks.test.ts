import { expect, test } from "vitest";
import { createNetworks } from "./networks.js";
import { isNetwork } from "./settings-values.js";

test("no networks are all networks", () => {
  expect(createNetworks([])("198.51.100.7")).toBe(true);
});

test("an address is inside by its bits, IPv4 over an IPv6 socket too", () => {
  const inside = createNetworks(["10.0.0.0/8", "192.0.2.7", "2001:db8::/32", "::1"]);
  for (const address of ["10.255.1.2", "::ffff:10.1.1.1", "192.0.2.7", "2001:db8:1::9", "::1"])
    expect(inside(address), address).toBe(true);
  for (const address of ["11.0.0.1", "192.0.2.8", "2001:db9::1", "::ffff:11.0.0.1", "", "nonsense"])
    expect(inside(address), address).toBe(false);
});

test("only networks are settings", () => {
  for (const text of ["10.0.0.0/8", "10.1.2.3", "::/0", "2001:db8::1"])
    expect(isNetwork(text), text).toBe(true);
  for (const text of [
    "",
    "10.0.0.0/33",
    "10.0.0/8",
    "::/129",
    "example.org",
    "10.0.0.0/8/8",
    "10.0.0.0/",
  ])
    expect(isNetwork(text), text).toBe(false);
});
