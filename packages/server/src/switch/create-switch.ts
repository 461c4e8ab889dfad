import { EventEmitter } from "node:events";
import type { EslEvent } from "@parley/esl";
import { Commands } from "./commands.js";
import { Link } from "./link.js";
import type { Switch, SwitchCounters, SwitchEvents, SwitchOptions, SwitchStatus } from "./types.js";

/** The link to one switch. Nothing is dialled before `start()`. */
export function createSwitch(options: SwitchOptions): Switch {
  return new EslSwitch(options);
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

class EslSwitch extends Commands implements Switch {
  readonly node: string;
  readonly #emitter = new EventEmitter();
  readonly #link: Link;
  readonly #counters: Writable<SwitchCounters>;
  #ups = 0;

  constructor(options: SwitchOptions) {
    const counters = {
      eventsReceived: 0,
      eventsIgnored: 0,
      eventsUnknown: 0,
      reconnects: 0,
      commands: 0,
      commandFailures: 0,
      lastEventAt: 0,
    };
    super({
      client: () => this.#link.commands,
      timeouts: options.timeouts,
      onCommand: () => {
        counters.commands += 1;
      },
      onFailure: () => {
        counters.commandFailures += 1;
      },
    });
    this.node = options.node ?? "local";
    this.#counters = counters;
    this.#link = new Link(options, {
      onUp: () => this.#onUp(),
      onDown: (error) => void this.#emitter.emit("down", error),
      onEvent: (event) => this.#onEvent(event),
    });
  }

  get connected(): boolean {
    return this.#link.status.state === "up";
  }

  get linkStatus(): SwitchStatus {
    return this.#link.status;
  }

  get counters(): SwitchCounters {
    return this.#counters;
  }

  count(what: "ignored" | "unknown"): void {
    if (what === "ignored") this.#counters.eventsIgnored += 1;
    else this.#counters.eventsUnknown += 1;
  }

  start(): void {
    this.#link.start();
  }

  stop(): Promise<void> {
    return this.#link.stop();
  }

  on<K extends keyof SwitchEvents>(event: K, listener: (...args: SwitchEvents[K]) => void): void {
    this.#emitter.on(event, listener as (...args: unknown[]) => void);
  }

  off<K extends keyof SwitchEvents>(event: K, listener: (...args: SwitchEvents[K]) => void): void {
    this.#emitter.off(event, listener as (...args: unknown[]) => void);
  }

  #onUp(): void {
    if (this.#ups > 0) this.#counters.reconnects += 1;
    this.#ups += 1;
    this.#emitter.emit("up");
  }

  #onEvent(event: EslEvent): void {
    this.#counters.eventsReceived += 1;
    this.#counters.lastEventAt = Date.now();
    this.#emitter.emit("event", event);
  }
}
