import type { EslError } from "../errors.js";
import type { Connection } from "./connection.js";
import { tell } from "./connection-core.js";
import type { Event } from "./event.js";
import type { Callback, HeaderMap } from "./types.js";
import { runSafely } from "./wildcard-emitter.js";

/** Who waits for the next event of a connection. */
export class Receivers {
  readonly #connection: Connection;
  readonly #waiting = new Set<(error: EslError) => void>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Calls back once: with the next event, after `ms` milliseconds with nothing, or with why there will be none. */
  add(ms: number | undefined, callback: Callback): void {
    const connection = this.#connection;
    const stop = () => {
      clearTimeout(timer);
      connection.off("esl::event::**", listener);
      this.#waiting.delete(fail);
    };
    const call = (...args: readonly unknown[]) => {
      stop();
      runSafely(() => Reflect.apply(callback, connection, args));
    };
    const listener = (event: Event, headers: HeaderMap, body: string) => call(event, headers, body);
    const fail = (error: EslError) => {
      stop();
      tell(connection, callback, "recvEvent", error);
    };
    const timer = ms === undefined ? undefined : setTimeout(call, ms);
    connection.on("esl::event::**", listener);
    this.#waiting.add(fail);
  }

  fail(error: EslError): void {
    for (const fail of this.#waiting) fail(error);
  }
}
