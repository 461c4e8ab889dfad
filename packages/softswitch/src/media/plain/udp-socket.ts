import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";

/** Addresses are numbers here already: Node's own lookup would put every packet off to the next tick. */
const noLookup = (
  hostname: string,
  _options: unknown,
  callback: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
): void => {
  callback(null, hostname, isIPv6(hostname) ? 6 : 4);
};

/** Opens a bound socket. Rejects with what the system says (EADDRINUSE, …). */
export function openSocket(address: string, port: number): Promise<Socket> {
  const socket = createSocket({ type: isIPv6(address) ? "udp6" : "udp4", lookup: noLookup });
  return new Promise((resolve, reject) => {
    socket.once("error", (error) => {
      socket.close();
      reject(error);
    });
    socket.bind({ port, address, exclusive: true }, () => {
      socket.removeAllListeners("error");
      // A network that cannot be reached is the phone's silence, not our end.
      socket.on("error", () => undefined);
      resolve(socket);
    });
  });
}

export type PacketListener = (data: Buffer, from: RemoteInfo) => void;
