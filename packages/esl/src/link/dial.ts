import type { Duplex } from "node:stream";
import { asLost, ClosedError, ConnectionLostError } from "../errors.js";
import { startTimer } from "../waiting/timer.js";
import { watchAbort } from "../waiting/watch-abort.js";

/**
 * Opens a transport within `timeoutMs`. One that comes later, or after `stop`, is destroyed: nobody would ever close it.
 * @throws ConnectionLostError, ClosedError
 */
export async function dial(
  connect: () => Duplex | Promise<Duplex>,
  timeoutMs: number,
  stop: AbortSignal,
): Promise<Duplex> {
  const dialled = (async () => connect())();
  let stopWaiting = () => {};
  const tooLate = new Promise<never>((_, reject) => {
    const late = `not connected within ${timeoutMs} ms`;
    const stopTimer = startTimer(timeoutMs, () => reject(new ConnectionLostError(late)));
    const unwatch = watchAbort(stop, () => reject(new ClosedError("connect")));
    stopWaiting = () => {
      stopTimer();
      unwatch();
    };
  });
  try {
    return await Promise.race([dialled, tooLate]);
  } catch (error) {
    dialled.then(discard, () => {});
    throw asLost(error);
  } finally {
    stopWaiting();
  }
}

function discard(transport: Duplex): void {
  transport.on("error", () => {}).destroy();
}
