import { EslClient, type EslEvent } from "@parley/esl";
import { PATIENCE_MS } from "./processes.js";

const EVENTS = [
  ...["CHANNEL_CREATE", "CHANNEL_PROGRESS", "CHANNEL_ANSWER", "CHANNEL_BRIDGE", "CHANNEL_UNBRIDGE"],
  ...["CHANNEL_HOLD", "CHANNEL_UNHOLD", "CHANNEL_HANGUP", "CHANNEL_HANGUP_COMPLETE", "DTMF"],
];
const SUBCLASSES = [
  "conference::maintenance",
  ...["register", "unregister", "expire", "register_attempt", "register_failure"].map(
    (name) => `sofia::${name}`,
  ),
];
const WAIT_MS = PATIENCE_MS;

export type Fits = (event: EslEvent) => boolean;

/** A session on the switch's event socket that keeps what it was told. */
export class Control {
  readonly events: EslEvent[] = [];
  readonly #client: EslClient;
  readonly #waiting = new Set<() => void>();

  private constructor(client: EslClient) {
    this.#client = client;
    client.on("event", (event) => {
      this.events.push(event);
      for (const wake of this.#waiting) wake();
    });
  }

  static async open(host: string, port: number, password: string): Promise<Control> {
    const subscription = { events: EVENTS, subclasses: SUBCLASSES };
    const client = new EslClient({ host, port, password, subscription, reconnect: () => 200 });
    const control = new Control(client);
    await client.connect();
    return control;
  }

  /** The answer's text, whatever it says. A link that a test cut is waited for. */
  async api(line: string, timeoutMs = WAIT_MS): Promise<string> {
    await this.#client.connect({ signal: AbortSignal.timeout(timeoutMs) });
    return this.#client.api(line, undefined, { raw: true, timeoutMs });
  }

  /** How many events there have been: where a later `event` shall begin to look. */
  get now(): number {
    return this.events.length;
  }

  /** Resolves to the first event from index `from` on that fits. */
  async event(what: string, fits: Fits, from = 0, waitMs = WAIT_MS): Promise<EslEvent> {
    const found = () => this.events.slice(from).find(fits);
    return new Promise((resolve, reject) => {
      const done = () => {
        const event = found();
        if (!event) return;
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve(event);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(done);
        reject(new Error(`waited ${waitMs} ms for ${what}`));
      }, waitMs);
      this.#waiting.add(done);
      done();
    });
  }

  /** An event of conference::maintenance. `user` is the caller's number. */
  async action(action: string, user?: string, from = 0, waitMs = WAIT_MS): Promise<EslEvent> {
    const fits: Fits = (event) =>
      event.get("Action") === action &&
      (user === undefined || event.get("Caller-Caller-ID-Number") === user);
    return this.event(`${action} of ${user ?? "anybody"}`, fits, from, waitMs);
  }

  /** A sofia event about a user, e.g. `register`. */
  async sofia(name: string, user: string, from = 0, waitMs = WAIT_MS): Promise<EslEvent> {
    const fits: Fits = (event) =>
      event.subclass === `sofia::${name}` &&
      [event.get("from-user"), event.get("username")].includes(user);
    return this.event(`sofia::${name} of ${user}`, fits, from, waitMs);
  }

  /** Numbers of the callers in a conference; empty when there is none. */
  async members(conference: string): Promise<string[]> {
    const text = await this.api("conference json_list");
    const rooms = JSON.parse(text) as Room[];
    const room = rooms.find(({ conference_name: name }) => name === conference);
    return (room?.members ?? [])
      .filter(({ type }) => type === "caller")
      .map(({ caller_id_number: number }) => number);
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

interface Room {
  readonly conference_name: string;
  readonly members: readonly { readonly type: string; readonly caller_id_number: string }[];
}
