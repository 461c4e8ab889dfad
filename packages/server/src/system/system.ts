import type { SystemEvent, SystemV2 } from "@parley/protocol";
import type { LiveStateRoom } from "../live-state/index.js";
import type { Switch } from "../switch/index.js";
import type { XmlStateRoom } from "../xml-state/index.js";
import { EventLog } from "./event-log.js";
import { Rate } from "./rate.js";

export interface SystemOptions {
  /** Of the server itself. */
  readonly version: string;
  readonly switch: Switch;
  readonly host: string;
  readonly port: number;
  readonly live: LiveStateRoom;
  readonly xmlState: XmlStateRoom;
  readonly clients: () => number;
}

/** How server and switch are, and what has happened lately. */
export interface System {
  read(): Promise<SystemV2>;
  /** When the numbering of `events` began, in ISO 8601. */
  readonly since: string;
  events(after: number | undefined, limit: number): SystemEvent[];
  /** Has the switch read its tree again. Rejects with ReloadRefusedError or an error of the link. */
  reload(): Promise<void>;
  /** One api command of the event socket; gives whatever the switch answers. */
  command(line: string): Promise<string>;
  close(): void;
}

export function createSystem(options: SystemOptions): System {
  return new Room(options);
}

class Room implements System {
  readonly #options: SystemOptions;
  readonly #log = new EventLog();
  readonly #startedAt = Date.now();
  readonly #rate: Rate;

  constructor(options: SystemOptions) {
    this.#options = options;
    this.#rate = new Rate(() => options.switch.counters.eventsReceived);
    options.live.on("happened", this.#onEvent);
    options.switch.on("up", this.#onUp);
    options.switch.on("down", this.#onDown);
    options.xmlState.on("changed", this.#onConfiguration);
  }

  async read(): Promise<SystemV2> {
    const { live, xmlState, clients } = this.#options;
    const { conferences, registrations } = live.current;
    const { version, loadedAt, users, conferences: configured } = xmlState.current;
    const members = [...conferences.values()].reduce((sum, each) => sum + each.members.size, 0);
    return {
      server: {
        version: this.#options.version,
        node: process.version,
        startedAt: this.since,
        memory: process.memoryUsage.rss(),
        clients: clients(),
      },
      switch: await this.#switch(),
      eventRate: this.#rate.perSecond,
      eventsPerSecond: this.#rate.perEachSecond,
      configuration: {
        version,
        ageSeconds: version === 0 ? null : (Date.now() - loadedAt) / 1000,
        users: users.length,
        conferences: configured.length,
      },
      live: { conferences: conferences.size, members, registrations: registrations.size },
    };
  }

  get since(): string {
    return new Date(this.#startedAt).toISOString();
  }

  events(after: number | undefined, limit: number): SystemEvent[] {
    return this.#log.read(after, limit);
  }

  async reload(): Promise<void> {
    await this.#options.switch.reloadXml();
  }

  command(line: string): Promise<string> {
    return this.#options.switch.command(line);
  }

  close(): void {
    const { live, xmlState, switch: switch_ } = this.#options;
    this.#rate.close();
    live.off("happened", this.#onEvent);
    switch_.off("up", this.#onUp);
    switch_.off("down", this.#onDown);
    xmlState.off("changed", this.#onConfiguration);
  }

  async #switch(): Promise<SystemV2["switch"]> {
    const { switch: switch_, host, port } = this.#options;
    const { linkStatus } = switch_;
    const address = { connected: switch_.connected, host, port };
    if (linkStatus.state !== "up") return address;
    const since = new Date(linkStatus.since).toISOString();
    // A switch that is busy or goes away meanwhile leaves these two unknown, and the rest of the answer true.
    const [version, status] = await Promise.all([
      switch_.version().catch(() => undefined),
      switch_.status().catch(() => undefined),
    ]);
    const sessions = /^(\d+) session\(s\)(?! since| per)/m.exec(status ?? "")?.[1];
    return {
      ...address,
      since,
      ...(version === undefined ? {} : { version }),
      ...(status === undefined ? {} : { status }),
      ...(sessions === undefined ? {} : { sessions: Number(sessions) }),
    };
  }

  readonly #onEvent = (event: Parameters<EventLog["add"]>[0]): void => this.#log.add(event);
  readonly #onUp = (): void => this.#note("switchConnected", "");
  readonly #onDown = (error: Error): void => this.#note("switchLost", error.message);
  readonly #onConfiguration = (state: { users: readonly unknown[]; version: number }): void =>
    this.#note("configurationRead", `version ${state.version}, ${state.users.length} users`);

  #note(name: string, summary: string): void {
    this.#log.put(name, Date.now(), undefined, summary);
  }
}
