import { connect, type Socket } from "node:net";
import type { SocketHost } from "./target.js";
import type { OutboundSession } from "./types.js";

const KEEP_ALIVE_MS = 30_000;

/** Connects; undefined when that fails, or when the call is over before. */
function dial({ host, port }: SocketHost, session: OutboundSession): Promise<Socket | undefined> {
  if (port < 1 || port > 65_535) return Promise.resolve(undefined);
  const socket = connect({ host, port, noDelay: true });
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  return new Promise((resolve) => {
    const fail = (): void => {
      socket.destroy();
      resolve(undefined);
    };
    socket.once("error", (error) => {
      session.core.log("err", `Socket Error: ${error.message}`);
      fail();
    });
    socket.once("connect", () => {
      socket.removeAllListeners("error");
      resolve(socket);
    });
    void session.over.then(() => socket.connecting && fail());
  });
}

/** Tries the hosts in order and notes the last one tried in the call's variables. */
export async function dialFirst(
  hosts: readonly SocketHost[],
  session: OutboundSession,
): Promise<Socket | undefined> {
  for (const each of hosts) {
    if (each.host === "") continue;
    session.core.log("notice", `Trying host: ${each.host}`);
    if (each.path !== undefined) session.setVariable("socket_path", each.path);
    session.setVariable("socket_host", each.host);
    const socket = await dial(each, session);
    if (socket || session.isOver) return socket;
  }
  session.core.log("err", "Socket Error!");
  return undefined;
}
