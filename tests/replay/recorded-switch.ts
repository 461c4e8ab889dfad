import { EventEmitter } from "node:events";
import type { EslEvent } from "@parley/esl";
import type { LiveStateRoom } from "../../packages/server/src/live-state/index.js";
import {
  type ConferenceListing,
  type RegistrationRow,
  readRegistrations,
  type SwitchEvents,
} from "../../packages/server/src/switch/index.js";

/** A switch whose events are given by the test and whose listings are empty unless told. */
export class RecordedSwitch {
  readonly node = "local";
  connected = false;
  readonly counts = { ignored: 0, unknown: 0 };
  readonly #emitter = new EventEmitter();
  #registrations: RegistrationRow[] = [];
  #conferences: ConferenceListing[] = [];

  on<K extends keyof SwitchEvents>(event: K, listener: (...args: SwitchEvents[K]) => void): void {
    this.#emitter.on(event, listener as (...args: unknown[]) => void);
  }

  off<K extends keyof SwitchEvents>(event: K, listener: (...args: SwitchEvents[K]) => void): void {
    this.#emitter.off(event, listener as (...args: unknown[]) => void);
  }

  count(what: "ignored" | "unknown"): void {
    this.counts[what] += 1;
  }

  showRegistrations(text: string): void {
    this.#registrations = readRegistrations(text);
  }

  showConferences(listings: ConferenceListing[]): void {
    this.#conferences = listings;
  }

  async conferences(): Promise<ConferenceListing[]> {
    return this.#conferences;
  }

  async registrations(): Promise<RegistrationRow[]> {
    return this.#registrations;
  }

  event(event: EslEvent): void {
    this.#emitter.emit("event", event);
  }

  /** Connects; resolves when the room has taken its snapshot. */
  async up(room: LiveStateRoom): Promise<void> {
    const synced = new Promise<void>((resolve) => {
      const done = () => {
        room.off("synced", done);
        resolve();
      };
      room.on("synced", done);
    });
    this.connected = true;
    this.#emitter.emit("up");
    await synced;
  }

  down(): void {
    this.connected = false;
    this.#emitter.emit("down", new Error("gone"));
  }
}
