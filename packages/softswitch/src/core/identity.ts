import { hostname, networkInterfaces } from "node:os";
import type { CoreIdentity } from "./types.js";

/** A fixed identity for tests and demonstrations on one machine. */
export const loopbackIdentity: CoreIdentity = {
  hostname: "softswitch",
  switchname: "softswitch",
  ipv4: "127.0.0.1",
  ipv6: "::1",
};

/** The identity of this machine as FreeSWITCH would guess it: host name and the first outward addresses. */
export function createIdentity(): CoreIdentity {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((address) => !address.internal);
  const first = (family: string): string | undefined =>
    addresses.find((address) => address.family === family)?.address;
  const name = hostname();
  return {
    hostname: name,
    switchname: name,
    ipv4: first("IPv4") ?? loopbackIdentity.ipv4,
    ipv6: first("IPv6") ?? loopbackIdentity.ipv6,
  };
}
