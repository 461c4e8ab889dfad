import type { LogLine, SwitchCore, SwitchEvent } from "../core/index.js";
import type { Connection } from "../event-socket/index.js";

/** Hands the events of a switch to its outbound connections, with one listener however many there are. */
class Hub {
  readonly #connections = new Set<Connection>();

  constructor(readonly core: SwitchCore) {}

  add(connection: Connection): void {
    if (this.#connections.size === 0) {
      this.core.on("event", this.#event);
      this.core.on("log", this.#log);
    }
    this.#connections.add(connection);
    connection.socket.once("close", () => this.#remove(connection));
  }

  #remove(connection: Connection): void {
    this.#connections.delete(connection);
    if (this.#connections.size > 0) return;
    this.core.off("event", this.#event);
    this.core.off("log", this.#log);
  }

  readonly #event = (event: SwitchEvent): void => {
    for (const each of this.#connections) each.offerEvent(event);
  };

  readonly #log = (line: LogLine): void => {
    for (const each of this.#connections) each.offerLog(line);
  };
}

const hubs = new WeakMap<SwitchCore, Hub>();

export function hubOf(core: SwitchCore): Hub {
  const known = hubs.get(core) ?? new Hub(core);
  hubs.set(core, known);
  return known;
}
