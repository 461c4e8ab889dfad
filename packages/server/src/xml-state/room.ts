import { EventEmitter } from "node:events";
import type { DirectoryDomain, XmlElement } from "@parley/fsxml";
import type { ContextTable } from "../config/index.js";
import type { Configuration, XmlState } from "./model.js";
import { readConfiguration } from "./read.js";
import { sameConfiguration, snapshot } from "./snapshot.js";

/** What this room needs of the switch. */
export interface SwitchReader {
  readonly connected: boolean;
  xmlLocate(
    section: "dialplan" | "configuration",
    tag?: string,
    attribute?: string,
    value?: string,
  ): Promise<XmlElement | undefined>;
  directory(): Promise<readonly DirectoryDomain[]>;
  globals(): Promise<Record<string, string>>;
  on(event: "up", listener: () => void): unknown;
  on(event: "event", listener: (event: { readonly name: string }) => void): unknown;
  off(event: "up", listener: () => void): unknown;
  off(event: "event", listener: (event: { readonly name: string }) => void): unknown;
}

interface RoomEvents {
  /** The content differs from before; never fired for a reading that says the same. */
  changed: [state: XmlState];
  /** A reading nobody asked for by {@link XmlStateRoom.refresh} failed; it is tried again while the switch is there. */
  refreshFailed: [error: unknown];
}

/** While it lasts, reload events do not start a reading; one that no reading has followed is caught up on at the end. */
export interface ReadingHold {
  /**
   * The next reload event is the holder's own, whose effect it reads back itself. Answers with a function that takes
   * this back, for a reload that failed and so fires no event.
   */
  expectReload(): () => void;
  release(): void;
}

/** What the switch's parsed configuration says, kept up to date. */
export interface XmlStateRoom {
  readonly current: XmlState;
  /**
   * Reads the switch anew and answers with the state then current. The reading begins after the call, so it shows
   * every reload that had ended before. Rejects with the switch room's errors and then leaves the state as it was.
   */
  refresh(): Promise<XmlState>;
  /** Remembers what the switch answered to a reload; part of the state, but no change of its content. */
  noteReload(message: string): void;
  /** For whoever changes the configuration and reads it back: see {@link ReadingHold}. */
  hold(): ReadingHold;
  on<K extends keyof RoomEvents>(event: K, listener: (...args: RoomEvents[K]) => void): unknown;
  off<K extends keyof RoomEvents>(event: K, listener: (...args: RoomEvents[K]) => void): unknown;
  once<K extends keyof RoomEvents>(event: K, listener: (...args: RoomEvents[K]) => void): unknown;
  /** Stops listening to the switch; the state stays readable. */
  close(): void;
}

export interface XmlStateOptions {
  /** How long a reload event may wait for its brothers before it is acted on. */
  readonly settleMs?: number;
  readonly retryMs?: number;
  readonly now?: () => number;
}

const OWN_EVENT_MS = 2000;
const EMPTY = { users: [], conferences: [], conferenceTypes: [], globals: {}, domain: "" };

/** Reads at every "up", on RELOADXML (ours and those of others) and on request; readings never overlap. */
export function createXmlState(
  switch_: SwitchReader,
  contexts: ContextTable,
  options: XmlStateOptions = {},
): XmlStateRoom {
  return new Room(switch_, contexts, options);
}

class Room extends EventEmitter<RoomEvents> implements XmlStateRoom {
  current: XmlState = snapshot(EMPTY, { version: 0, loadedAt: 0 });
  readonly #switch: SwitchReader;
  readonly #contexts: ContextTable;
  readonly #settleMs: number;
  readonly #retryMs: number;
  readonly #now: () => number;
  #running: Promise<XmlState> | undefined;
  #queued: Promise<XmlState> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #holds = 0;
  /** Reloads of a holder whose event has not come yet. */
  #expected: NodeJS.Timeout[] = [];
  /** A reload that no reading has begun after yet. */
  #owed = false;

  constructor(switch_: SwitchReader, contexts: ContextTable, options: XmlStateOptions) {
    super();
    this.#switch = switch_;
    this.#contexts = contexts;
    this.#settleMs = options.settleMs ?? 25;
    this.#retryMs = options.retryMs ?? 1000;
    this.#now = options.now ?? Date.now;
    switch_.on("up", this.#onUp);
    switch_.on("event", this.#onEvent);
    if (switch_.connected) this.#onUp();
  }

  refresh(): Promise<XmlState> {
    if (this.#running === undefined) return this.#begin();
    this.#queued ??= this.#running.then(
      () => this.#begin(),
      () => this.#begin(),
    );
    return this.#queued;
  }

  noteReload(message: string): void {
    const { version, loadedAt } = this.current;
    const lastReload = { at: this.#now(), message };
    this.current = snapshot(this.current, { version, loadedAt, lastReload });
  }

  hold(): ReadingHold {
    this.#holds++;
    let held = true;
    const release = (): void => {
      if (!held) return;
      held = false;
      this.#holds--;
      this.#catchUp(0);
    };
    return { expectReload: () => this.#expectReload(), release };
  }

  close(): void {
    this.#switch.off("up", this.#onUp);
    this.#switch.off("event", this.#onEvent);
    clearTimeout(this.#timer);
  }

  readonly #onUp = (): void => {
    this.#owed = true;
    this.#catchUp(0);
  };

  /** The event comes on a connection of its own, so before or after the reply; one that never comes is given up. */
  #expectReload(): () => void {
    const forget = (): void => {
      clearTimeout(timer);
      this.#expected = this.#expected.filter((other) => other !== timer);
    };
    const timer = setTimeout(forget, OWN_EVENT_MS).unref();
    this.#expected.push(timer);
    return forget;
  }

  readonly #onEvent = (event: { readonly name: string }): void => {
    if (event.name !== "RELOADXML") return;
    const own = this.#expected.shift();
    clearTimeout(own);
    if (own !== undefined) return;
    this.#owed = true;
    // FreeSWITCH fires RELOADXML only when it has parsed the tree (switch_xml.c), so this is what it answered.
    this.noteReload("+OK [Success]");
    this.#catchUp(this.#settleMs);
  };

  #catchUp(delayMs: number): void {
    if (!this.#owed || this.#holds > 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.#owed || this.#holds > 0 || !this.#switch.connected) return;
      this.refresh().catch((error: unknown) => this.#failed(error));
    }, delayMs).unref();
  }

  #failed(error: unknown): void {
    this.emit("refreshFailed", error);
    this.#owed = true;
    if (this.#switch.connected) this.#catchUp(this.#retryMs);
  }

  #begin(): Promise<XmlState> {
    this.#queued = undefined;
    this.#owed = false;
    const running = this.#read().finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#running = running;
    return running;
  }

  async #read(): Promise<XmlState> {
    const [directory, dialplan, conferenceConfig, globals] = await Promise.all([
      this.#switch.directory(),
      this.#switch.xmlLocate("dialplan"),
      this.#switch.xmlLocate("configuration", "configuration", "name", "conference.conf"),
      this.#switch.globals(),
    ]);
    const parts = { directory, dialplan, conferenceConfig, globals };
    return this.#take(readConfiguration(parts, this.#contexts));
  }

  #take(configuration: Configuration): XmlState {
    const { version, lastReload } = this.current;
    const changed = version === 0 || !sameConfiguration(this.current, configuration);
    this.current = snapshot(changed ? configuration : this.current, {
      version: changed ? version + 1 : version,
      loadedAt: this.#now(),
      lastReload,
    });
    if (changed) this.#tell(this.current);
    return this.current;
  }

  /** A listener that throws must not make the reading look failed: a change would be rolled back for it. */
  #tell(state: XmlState): void {
    try {
      this.emit("changed", state);
    } catch (error) {
      this.emit("refreshFailed", error);
    }
  }
}
