import type { Socket } from "node:net";

/** Resolves when a connection has ended, be it by a reset, which `once` would take for a failure. */
export function closed(socket: Socket): Promise<void> {
  if (socket.closed) return Promise.resolve();
  return new Promise((resolve) => {
    socket.once("error", () => {});
    socket.once("close", () => resolve());
  });
}
