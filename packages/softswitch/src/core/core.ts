import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { ApiCommands } from "./api-commands.js";
import { Counters } from "./counters.js";
import { formatGmtDate, formatLocalDate } from "./dates.js";
import { FiredEvent, withoutEmpty } from "./event.js";
import { createIdentity } from "./identity.js";
import { ShowTables } from "./show-tables.js";
import type {
  CoreEvents,
  CoreIdentity,
  EventOptions,
  EventSource,
  Header,
  LogLevel,
  PendingEvent,
  SessionDirectory,
  SwitchCore,
  SwitchEvent,
  Tree,
} from "./types.js";

export interface CoreOptions {
  /** Makes the tree once the core exists; it may fill `core.variables` and fires RELOADXML itself. */
  readonly tree: (core: SwitchCore) => Tree;
  readonly identity?: CoreIdentity;
  readonly uuid?: string;
  readonly now?: () => number;
}

const defaultSource: EventSource = { file: "switch_event.c", function: "softswitch", line: 1 };

const noSessions: SessionDirectory = { exists: () => false, sendMessage: () => false };

/** Makes the core: event sequence, API registry, counters; see `SwitchCore`. */
export function createCore(options: CoreOptions): SwitchCore {
  return new Core(options);
}

class Core implements SwitchCore {
  readonly uuid: string;
  readonly identity: CoreIdentity;
  readonly variables = new Map<string, string>();
  readonly startedAt: number;
  readonly tree: Tree;
  readonly show = new ShowTables();
  readonly counters: Counters;
  readonly api: ApiCommands;
  readonly own: ApiCommands;
  readonly #events = new EventEmitter<CoreEvents>();
  readonly #now: () => number;
  #sequence = 0;
  #memberId = 0;
  #sessions: SessionDirectory = noSessions;

  constructor(options: CoreOptions) {
    this.#now = options.now ?? Date.now;
    this.uuid = options.uuid ?? randomUUID();
    this.identity = options.identity ?? createIdentity();
    this.startedAt = this.#now();
    this.counters = new Counters(this.#now);
    this.#events.setMaxListeners(0);
    const onError = (command: string, error: unknown): void =>
      this.log("err", `Command ${command} failed: ${String(error)}`);
    this.api = new ApiCommands({ prepare: (name, event) => this.prepare(name, event), onError });
    this.own = new ApiCommands({ onError });
    this.tree = options.tree(this);
  }

  get sessions(): SessionDirectory {
    return this.#sessions;
  }

  attachSessions(sessions: SessionDirectory): void {
    this.#sessions = sessions;
  }

  fire(name: string, options: EventOptions = {}): SwitchEvent {
    const sequence = this.#takeSequence();
    return this.#deliver(
      this.#make(name, options, sequence, this.#headers(name, options, sequence)),
    );
  }

  prepare(name: string, options: EventOptions = {}): PendingEvent {
    const sequence = this.#takeSequence();
    const headers = this.#headers(name, options, sequence);
    let fired = false;
    return {
      sequence,
      fire: (further) => {
        if (fired) return undefined;
        fired = true;
        headers.push(...withoutEmpty(further));
        return this.#deliver(this.#make(name, options, sequence, headers));
      },
    };
  }

  on<K extends keyof CoreEvents>(name: K, listener: (...args: CoreEvents[K]) => void): this {
    this.#events.on(name, listener as never);
    return this;
  }

  off<K extends keyof CoreEvents>(name: K, listener: (...args: CoreEvents[K]) => void): this {
    this.#events.off(name, listener as never);
    return this;
  }

  nextMemberId(): number {
    this.#memberId += 1;
    return this.#memberId;
  }

  newUuid(): string {
    return randomUUID();
  }

  log(level: LogLevel, text: string, source?: EventSource & { userData?: string }): void {
    const from = source ?? defaultSource;
    this.#events.emit("log", {
      level,
      text: text.endsWith("\n") ? text : `${text}\n`,
      file: from.file,
      function: from.function,
      line: from.line,
      userData: source?.userData ?? "",
    });
  }

  #takeSequence(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  #make(name: string, options: EventOptions, sequence: number, headers: Header[]): SwitchEvent {
    return new FiredEvent(name, options.subclass, sequence, headers, options.body);
  }

  #deliver(event: SwitchEvent): SwitchEvent {
    this.#events.emit("event", event);
    return event;
  }

  /** Order of switch_event_prep_for_delivery_detailed; the subclass leads because delivery copies put it there. */
  #headers(name: string, options: EventOptions, sequence: number): Header[] {
    const at = new Date(options.at ?? this.#now());
    const source = options.source ?? defaultSource;
    const headers: Header[] = options.subclass ? [["Event-Subclass", options.subclass]] : [];
    headers.push(...withoutEmpty(options.leading));
    headers.push(
      ["Event-Name", name],
      ["Core-UUID", this.uuid],
      ["FreeSWITCH-Hostname", this.identity.hostname],
      ["FreeSWITCH-Switchname", this.identity.switchname],
      ["FreeSWITCH-IPv4", this.identity.ipv4],
      ["FreeSWITCH-IPv6", this.identity.ipv6],
      ["Event-Date-Local", formatLocalDate(at)],
      ["Event-Date-GMT", formatGmtDate(at)],
      ["Event-Date-Timestamp", String(Math.floor(at.getTime() * 1000))],
      ["Event-Calling-File", source.file],
      ["Event-Calling-Function", source.function],
      ["Event-Calling-Line-Number", String(source.line)],
      ["Event-Sequence", String(sequence)],
    );
    headers.push(...withoutEmpty(options.headers));
    return headers;
  }
}
