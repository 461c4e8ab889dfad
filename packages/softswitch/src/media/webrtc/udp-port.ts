import { createSocket, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import { MediaRefusedError } from "../types.js";

/**
 * An open UDP socket on `address`, on a free port of the range (the system's choice without one).
 * Throws MediaRefusedError with field `port` when all are taken.
 */
export async function openPort(
  address: string,
  range: readonly [number, number] | undefined,
): Promise<Socket> {
  if (range === undefined) return bind(address, 0);
  const [first, last] = range;
  const count = last - first + 1;
  // From anywhere in the range: a port just given back may still get its last call's packets.
  const start = Math.floor(Math.random() * count);
  for (let tried = 0; tried < count; tried += 1) {
    const socket = await bind(address, first + ((start + tried) % count)).catch(() => undefined);
    if (socket !== undefined) return socket;
  }
  throw new MediaRefusedError("port", `No UDP port is free between ${first} and ${last}.`);
}

function bind(address: string, port: number): Promise<Socket> {
  const family = isIPv6(address) ? 6 : 4;
  const socket = createSocket({
    type: family === 6 ? "udp6" : "udp4",
    // Addresses are numbers here; the usual look-up would put every packet off by a turn of the event loop.
    lookup: (host, _options, done) => done(null, host, family),
  });
  return new Promise((resolve, reject) => {
    socket.once("error", (error) => {
      socket.close();
      reject(error);
    });
    socket.bind({ address, port, exclusive: true }, () => {
      socket.removeAllListeners("error");
      resolve(socket);
    });
  });
}
