import type { MyPhone } from "@parley/protocol/client";
import { api } from "../api/index.js";
import type { CreateEngine, EngineEvents, PhoneEngine } from "./engine.js";
import type { PhoneStatus } from "./types.js";

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;
/** Refused: the password may have been changed. */
const REFUSED_RETRY_MS = 15_000;

export interface LineEvents extends EngineEvents {
  onAccount(account: MyPhone): void;
  /** No call is under way, so that another engine may take the place of this one. */
  idle(): boolean;
}

/** Holds the one engine of the page: what it needs comes from the server, and anew when the switch refuses it. */
export class Line {
  readonly #create: CreateEngine;
  readonly #events: LineEvents;
  #engine: PhoneEngine | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = 0;
  #status: PhoneStatus = { state: "connecting" };
  readonly #waiting = new Set<() => void>();

  constructor(create: CreateEngine, events: LineEvents) {
    this.#create = create;
    this.#events = events;
  }

  start(): void {
    if (this.#running % 2 === 1) return;
    this.#running += 1;
    globalThis.addEventListener("online", this.#hurry);
    this.#tell({ state: "connecting" });
    void this.#fetch(this.#running, FIRST_RETRY_MS);
  }

  stop(): void {
    if (this.#running % 2 === 0) return;
    this.#running += 1;
    globalThis.removeEventListener("online", this.#hurry);
    clearTimeout(this.#timer);
    this.#engine?.stop();
    this.#engine = undefined;
    this.#tell({ state: "off", reason: "switched off" });
  }

  /** The engine once it has registered; `undefined` when that takes longer. */
  async ready(withinMs: number): Promise<PhoneEngine | undefined> {
    if (this.#status.state === "connecting") {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, withinMs);
        this.#waiting.add(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return this.#status.state === "registered" ? this.#engine : undefined;
  }

  async #fetch(run: number, retryMs: number): Promise<void> {
    const account = await api.call("me.phone").catch(() => undefined);
    if (this.#running !== run) return;
    if (!account) {
      this.#tell({ state: "failed", reason: "unreachable" });
      const next = Math.min(retryMs * 2, LONGEST_RETRY_MS);
      this.#timer = setTimeout(() => void this.#fetch(run, next), retryMs);
      return;
    }
    this.#events.onAccount(account);
    if (account.servers.length === 0) this.#tell({ state: "failed", reason: "no servers" });
    else this.#connect(account, run);
  }

  #connect(account: MyPhone, run: number): void {
    this.#engine = this.#create(account, {
      onStatus: (status) => {
        if (this.#running !== run) return;
        this.#tell(status);
        if (status.state === "failed" && status.reason === "refused") this.#renew(run);
      },
      onIncoming: (call) => this.#events.onIncoming(call),
      onReconnected: () => this.#events.onReconnected(),
    });
    this.#engine.start();
  }

  #renew(run: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#running !== run || this.#status.state === "registered") return;
      if (!this.#events.idle()) {
        this.#renew(run);
        return;
      }
      this.#engine?.stop();
      this.#engine = undefined;
      void this.#fetch(run, FIRST_RETRY_MS);
    }, REFUSED_RETRY_MS);
  }

  #tell(status: PhoneStatus): void {
    this.#status = status;
    this.#events.onStatus(status);
    if (status.state === "connecting") return;
    for (const settle of this.#waiting) settle();
    this.#waiting.clear();
  }

  readonly #hurry = (): void => this.#engine?.hurry();
}
