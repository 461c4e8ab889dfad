import type { Duplex } from "node:stream";
import { ClosedError, ConnectionLostError } from "./errors.js";
import { startTimer } from "./timer.js";

/**
 * Opens a transport within `timeoutMs`. One that comes later, or after `stop`, is destroyed: nobody would ever close it.
 * @throws ConnectionLostError, ClosedError
 */
export function dial(
  connect: () => Duplex | Promise<Duplex>,
  timeoutMs: number,
  stop: AbortSignal,
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    let over = false;
    const finish = (act: () => void) => {
      if (over) return;
      over = true;
      stopTimer();
      stop.removeEventListener("abort", onStop);
      act();
    };
    const onStop = () => finish(() => reject(new ClosedError("connect")));
    const onLate = () =>
      finish(() => reject(new ConnectionLostError(`not connected within ${timeoutMs} ms`)));
    const stopTimer = startTimer(timeoutMs, onLate);
    stop.addEventListener("abort", onStop, { once: true });
    Promise.resolve()
      .then(connect)
      .then(
        (transport) => (over ? discard(transport) : finish(() => resolve(transport))),
        (cause: Error) =>
          finish(() =>
            reject(
              new ConnectionLostError(`cannot connect: ${cause.message}`, undefined, { cause }),
            ),
          ),
      );
  });
}

function discard(transport: Duplex): void {
  transport.on("error", () => {});
  transport.destroy();
}
