import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** So many free TCP ports of loopback. Nobody keeps them: a stranger may be quicker, which is rare enough for tests. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}

/** A range for RTP of its own for each process of the test run, below the ports that systems give away. */
export function rtpRange(): readonly [number, number] {
  const start = 10_000 + (process.pid % 80) * 250;
  return [start, start + 248];
}
