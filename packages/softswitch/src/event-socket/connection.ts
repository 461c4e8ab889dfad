import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Command, CommandDecoder } from "@parley/esl/switch";
import { LOG_LEVELS, type LogLine, type SwitchCore, type SwitchEvent } from "../core/index.js";
import type { Mischief } from "../misbehave/index.js";
import { authenticate } from "./auth.js";
import { execute } from "./commands.js";
import { eventFrame } from "./encoded.js";
import { AUTH_REQUEST, lingerFrame, logFrame, noticeFrame } from "./frames.js";
import { BoundedQueue, Queue, type QueueLimits } from "./queue.js";
import { type Answer, EslSession, type OutboundControl, type Outcome } from "./session.js";

export interface ConnectionOptions {
  readonly core: SwitchCore;
  readonly mischief: Mischief;
  readonly password: string;
  readonly limits: QueueLimits;
  /** Time for the first command, in milliseconds. */
  readonly firstCommandMs: number;
  /** The switch made this connection: the other end need not log in, and is bound to a call. */
  readonly outbound?: OutboundControl;
}

/** How long a peer that does not read may keep the last frame waiting. */
const LINGER_MS = 1000;

/**
 * One event socket client. As in FreeSWITCH one thing happens at a time: commands are answered in order,
 * events and log lines leave only between commands, once none is waiting.
 */
export class Connection {
  readonly session: EslSession;
  readonly #decoder = new CommandDecoder();
  readonly #events: BoundedQueue<SwitchEvent>;
  readonly #logs: BoundedQueue<LogLine>;
  readonly #firstCommand: NodeJS.Timeout;
  #commands = new Queue<Command>();
  #busy = false;
  #held = false;
  #blocked = false;
  #closing = false;
  #draining = false;
  #breakNext = false;
  #first = true;
  #ended = false;
  #onceFree: (() => void) | undefined;

  constructor(
    readonly socket: Socket,
    private readonly options: ConnectionOptions,
  ) {
    const { core, mischief, password, limits } = options;
    this.#events = new BoundedQueue(limits);
    this.#logs = new BoundedQueue(limits);
    this.session = new EslSession(core, mischief, password, () => this.#events.clear());
    this.#firstCommand = setTimeout(() => this.close(), options.firstCommandMs);
    this.#firstCommand.unref();
    socket.on("data", (chunk) => this.#receive(chunk));
    socket.on("drain", () => this.#unblock());
    // Whoever is gone needs no answer; "close" does what remains.
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.#stop());
    if (options.outbound === undefined) this.#write(AUTH_REQUEST);
    else this.#bind(options.outbound);
  }

  #bind(outbound: OutboundControl): void {
    this.session.authenticated = true;
    this.session.outbound = outbound;
    this.session.boundUuid = outbound.call.uuid;
  }

  /** Events waiting to be sent. */
  get queued(): number {
    return this.#events.length;
  }

  offerEvent(event: SwitchEvent): void {
    if (this.#closing) return;
    this.#enqueue(event);
    const { boundUuid } = this.session;
    if (event.name === "CHANNEL_HANGUP" && boundUuid !== undefined && belongsTo(event, boundUuid)) {
      setImmediate(() => this.sessionEnded(event.get("Channel-Name") ?? ""));
    }
  }

  #enqueue(event: SwitchEvent): void {
    const { session } = this;
    if (!session.subscription.wants(event)) return;
    const { boundUuid } = session;
    if (boundUuid !== undefined && isDestruction(event) && belongsTo(event, boundUuid)) return;
    if (session.onlyOwnEvents && boundUuid !== undefined && !belongsTo(event, boundUuid)) return;
    if (!session.filters.accepts(event)) return;
    const { lost } = this.#events;
    const outcome = this.#events.offer(event);
    if (outcome === "recovered") {
      this.options.core.log("crit", `Lost [${lost}] events! Event Queue size: [${this.queued}]`);
    }
    if (outcome === "overrun") this.#kill("killed listener because of lost events\n");
    else this.#scheduleDrain();
  }

  offerLog(line: LogLine): void {
    const level = this.session.logLevel;
    if (this.#closing || level === undefined || LOG_LEVELS.indexOf(line.level) > level) return;
    const outcome = this.#logs.offer(line);
    if (outcome === "overrun") this.#kill("killed listener because of lost log lines\n");
    else this.#scheduleDrain();
  }

  /** Says good-bye and closes; the peer may still read what was written before. */
  close(notice?: string): void {
    if (this.#closing) return;
    this.#write(noticeFrame(notice, this.session.boundUuid));
    this.#stop();
    this.socket.end();
    setTimeout(() => this.socket.destroy(), LINGER_MS).unref();
  }

  /** The bound session is over. Late events of it are lost unless the client asked to linger. */
  sessionEnded(channelName: string): void {
    const { boundUuid, lingerSeconds } = this.session;
    if (this.#ended || this.#closing || boundUuid === undefined) return;
    if (this.#busy) {
      // The answer to what ended it comes first.
      this.#onceFree = () => this.sessionEnded(channelName);
      return;
    }
    this.#ended = true;
    this.#drain();
    if (lingerSeconds === undefined) this.close();
    else this.#write(lingerFrame(boundUuid, channelName, lingerSeconds));
    if (lingerSeconds !== undefined && lingerSeconds >= 0) {
      setTimeout(() => this.close(), lingerSeconds * 1000).unref();
    }
  }

  /** Ends the connection without a word. */
  drop(): void {
    this.#stop();
    this.socket.destroy();
  }

  /** The next frame stops in the middle, and the connection with it. */
  breakNextFrame(): void {
    this.#breakNext = true;
  }

  /** Leaves what the client sends unread, or reads it again. */
  hold(on: boolean): void {
    this.#held = on;
    this.#readOrWait();
  }

  /** A peer that does not read its replies is not read either, or they would pile up without bound. */
  #readOrWait(): void {
    if (this.#held || this.#blocked) this.socket.pause();
    else this.socket.resume();
  }

  #receive(chunk: Buffer): void {
    if (this.#closing) return;
    try {
      this.#decoder.push(chunk);
      for (let each = this.#decoder.next(); each; each = this.#decoder.next()) {
        this.#commands.push(each);
      }
      this.#work();
    } catch (error) {
      this.options.core.log("err", `Command parse error: ${String(error)}`);
      this.close();
    }
  }

  #work(): void {
    while (!this.#busy && !this.#blocked && !this.#closing) {
      const command = this.#commands.shift();
      if (command === undefined) break;
      clearTimeout(this.#firstCommand);
      this.#answer(this.#execute(command));
    }
    this.#scheduleDrain();
  }

  #execute(command: Command): Outcome {
    return this.session.authenticated
      ? execute(this.session, command)
      : authenticate(this.session, command.line);
  }

  #answer(outcome: Outcome): void {
    const slow = this.options.mischief.take("slow reply");
    if (outcome instanceof Promise || slow !== undefined) {
      void this.#finishLater(outcome, slow?.delayMs ?? 0);
    } else this.#finish(outcome);
  }

  /** Until the answer is there nothing else leaves this connection. */
  async #finishLater(outcome: Outcome, delayMs: number): Promise<void> {
    this.#busy = true;
    const answer = await outcome;
    if (delayMs > 0) await sleep(delayMs);
    this.#busy = false;
    this.#finish(answer);
    this.#work();
    if (this.#busy) return;
    this.#onceFree?.();
    this.#onceFree = undefined;
  }

  #finish(answer: Answer): void {
    if (this.#closing) return;
    // An outbound socket's first command is only answered by those that write a frame of their own (listener_run).
    const silent = this.#first && this.session.outbound !== undefined && !answer.own;
    this.#first = false;
    if (!silent) this.#write(answer.frame);
    answer.after?.();
    if (answer.close) this.close();
  }

  /** Draining waits a turn so that commands that arrived together are answered together. */
  #scheduleDrain(): void {
    if (this.#draining || this.#busy || this.#blocked || this.#closing) return;
    if (this.#events.length === 0 && this.#logs.length === 0) return;
    this.#draining = true;
    setImmediate(() => {
      this.#draining = false;
      this.#drain();
    });
  }

  /** One log line, then every event, and again (mod_event_socket.c, listener_run). */
  #drain(): void {
    if (this.#busy) return;
    this.socket.cork();
    while (!this.#blocked && !this.#closing) {
      const line = this.#logs.shift();
      const event = this.#events.shift();
      if (line === undefined && event === undefined) break;
      if (line !== undefined) this.#write(logFrame(line));
      for (let next = event; next !== undefined && !this.#closing; next = this.#next()) {
        this.#write(eventFrame(next, this.session.subscription.format));
      }
    }
    this.socket.uncork();
  }

  /** The next event, unless the peer has to read first. */
  #next(): SwitchEvent | undefined {
    return this.#blocked ? undefined : this.#events.shift();
  }

  #unblock(): void {
    this.#blocked = false;
    this.#readOrWait();
    this.#work();
  }

  #write(frame: string | Buffer): void {
    if (this.#closing || this.socket.destroyed) return;
    if (this.#breakNext) this.#writeHalf(frame);
    else if (!this.socket.write(frame)) {
      this.#blocked = true;
      this.#readOrWait();
    }
  }

  #writeHalf(frame: string | Buffer): void {
    const bytes = typeof frame === "string" ? Buffer.from(frame) : frame;
    this.#stop();
    this.socket.end(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => this.socket.destroy());
  }

  #kill(notice: string): void {
    this.options.core.log("crit", notice);
    this.close(notice);
  }

  #stop(): void {
    this.#closing = true;
    clearTimeout(this.#firstCommand);
    this.#events.clear();
    this.#logs.clear();
    this.#commands = new Queue();
  }
}

function belongsTo(event: SwitchEvent, uuid: string): boolean {
  return event.get("Unique-ID") === uuid || event.get("Job-Owner-UUID") === uuid;
}

/** A connection keeps its session from being destroyed until it is closed, so it never hears of that. */
const isDestruction = (event: SwitchEvent): boolean =>
  event.name === "CHANNEL_DESTROY" ||
  (event.name === "CHANNEL_STATE" && event.get("Channel-State") === "CS_DESTROY");
