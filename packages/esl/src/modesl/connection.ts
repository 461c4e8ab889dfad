import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import { CommandError, type EslError } from "../errors.js";
import type { Frame } from "../framing/frame.js";
import { argumentText, commandLine, isHeaderMap, splitCallback } from "./argument-list.js";
import { messageHeaders, originateWords, readMessage, readOriginate } from "./composed-commands.js";
import { ConnectionCore, tell } from "./connection-core.js";
import { extraOf, toMap } from "./connection-values.js";
import { Event } from "./event.js";
import { eventWords, REQUIRED_EVENTS } from "./event-list.js";
import { FailedCommandError } from "./failed-command-error.js";
import { FilterList } from "./filter-list.js";
import type { PendingAnswer, PendingAnswers } from "./pending-answers.js";
import { Receivers } from "./receivers.js";
import { showResult } from "./show-result.js";
import type {
  Callback,
  HeaderMap,
  MessageOptions,
  OriginateOptions,
  ShowCallback,
} from "./types.js";
import { runSafely } from "./wildcard-emitter.js";

const FORMATS = ["plain", "xml", "json"];

/**
 * One connection with a switch: `new Connection(host, port, password[, ready])` goes to it, `new Connection(socket[, ready])`
 * takes over one it made. Nothing here throws: callbacks are given a FailedCommandError, and without a callback `error` is
 * emitted. Its end is told once: by `error` when it never came up, else by `esl::end`; `lastError` knows why.
 */
export class Connection extends ConnectionCore {
  execAsync = false;
  execLock = false;
  /** What `events` asked for last, with the events that results need. */
  listeningEvents: readonly string[] = REQUIRED_EVENTS;
  readonly #filters = new FilterList();
  readonly #receivers = new Receivers(this);

  constructor(
    host: string,
    port: number | string,
    password: string,
    ready?: (this: Connection) => unknown,
  );
  constructor(
    host: string,
    port: number | string,
    password: string,
    localAddress: string,
    ready?: (this: Connection) => unknown,
  );
  constructor(socket: Duplex, ready?: (this: Connection) => unknown);
  constructor(...args: readonly unknown[]) {
    super(args);
  }

  /** The events that results of jobs and applications arrive as. */
  get reqEvents(): readonly string[] {
    return REQUIRED_EVENTS;
  }

  get usingFilters(): boolean {
    return this.#filters.active;
  }

  /** The socket of an outbound connection; null on an inbound one, and after the end. */
  socketDescriptor(): Duplex | null {
    return this.outbound ? this.socket : null;
  }

  /** The channel's data of an outbound connection; null on an inbound one. */
  getInfo(): Event | null {
    return this.channelData;
  }

  /** Writes a command whose reply nobody waits for. */
  send(command: string, args?: HeaderMap, body?: string): void {
    this.request(command, extraOf(args, body), {});
  }

  /** `sendRecv(command[, args][, body][, callback])`: the callback is given the reply to that command. */
  sendRecv(
    command: string,
    ...args: readonly (HeaderMap | string | Callback | null | undefined)[]
  ): void {
    const { callback, rest } = splitCallback<Callback>(args);
    const body = rest.find((arg) => typeof arg === "string") as string | undefined;
    this.request(command, extraOf(rest.find(isHeaderMap), body), this.waiterFor(command, callback));
  }

  /** `api(command[, args][, callback])`: args are text or a list of words. Blocks this connection in the switch meanwhile. */
  api(
    command: string,
    ...args: readonly (string | number | false | readonly unknown[] | Callback | null | undefined)[]
  ): void {
    const { callback, rest } = splitCallback<Callback>(args);
    const line = commandLine("api", command, argumentText(rest[0]));
    this.request(line, {}, this.waiterFor(line, callback));
  }

  /**
   * `bgapi(command[, args][, jobid][, callback])`: the callback is given the BACKGROUND_JOB event. Answers the job's id.
   */
  bgapi(
    command: string,
    ...args: readonly (string | number | false | readonly unknown[] | Callback | null | undefined)[]
  ): string {
    const { callback, rest } = splitCallback<Callback>(args);
    const id = typeof rest[1] === "string" && rest[1] !== "" ? rest[1] : randomUUID();
    const line = commandLine("bgapi", command, argumentText(rest[0]));
    const finish = this.#passFilters("Job-UUID", id);
    this.#requestResult(this.jobs, id, line, { "Job-UUID": id }, { callback, finish });
    return id;
  }

  /** `sendEvent([name, ]event[, callback])`: fires it in the switch, under its own name unless told. */
  sendEvent(...args: readonly (string | Event | Callback | undefined)[]): void {
    const { callback, rest } = splitCallback<Callback>(args);
    const event = rest.find((arg) => arg instanceof Event) as Event | undefined;
    const name = typeof rest[0] === "string" ? rest[0] : (event?.getType() ?? "");
    const line = `sendevent ${name || "CUSTOM"}`;
    const headers = event?.headers.filter(({ name: header }) => header !== "Event-Name") ?? [];
    const map = Object.fromEntries(headers.map(({ name: header, value }) => [header, value]));
    this.request(line, extraOf(map, event?.getBody()), this.waiterFor(line, callback));
  }

  /** Calls back with the next event or reply, once. */
  recvEvent(callback?: Callback): void {
    if (callback) this.#receivers.add(undefined, callback);
  }

  /** The same, or without arguments when none came within `ms` milliseconds. */
  recvEventTimed(ms: number, callback?: Callback): void {
    if (callback) this.#receivers.add(ms, callback);
  }

  /** Only events with such a header are delivered from now on; several filters add up. */
  filter(header: string, value: string, callback?: Callback): void {
    this.#filters.add(header, value);
    this.sendRecv(`filter ${header} ${value}`, callback);
  }

  /** `filterDelete(header[, value][, callback])` */
  filterDelete(
    header: string,
    ...args: readonly (string | number | Callback | null | undefined)[]
  ): void {
    const { callback, rest } = splitCallback<Callback>(args);
    this.#filters.delete(header, argumentText(rest[0]));
    this.sendRecv(commandLine("filter delete", header, argumentText(rest[0])), callback);
  }

  /** `events(type[, events][, callback])`: subscribes to a list of names, or to all. */
  events(
    type: string,
    ...args: readonly (string | readonly string[] | Callback | null | undefined)[]
  ): void {
    const { callback, rest } = splitCallback<Callback>(args);
    const format = FORMATS.includes(type) ? type : "plain";
    const words = eventWords(rest[0] as string | readonly string[] | undefined);
    this.listeningEvents = words.split(" ");
    this.sendRecv(`event ${format} ${words}`, callback);
  }

  /** `events` in json form. */
  subscribe(...args: readonly (string | readonly string[] | Callback | null | undefined)[]): void {
    this.events("json", ...args);
  }

  /**
   * `execute(app[, arg][, uuid][, callback])`: runs an application on a channel, by default the one of this connection. The
   * callback is given its CHANNEL_EXECUTE_COMPLETE. Answers the Event-UUID, which that event has as Application-UUID.
   */
  execute(
    app: string,
    ...args: readonly (string | number | Callback | null | undefined)[]
  ): string {
    return this.#execute(this.execAsync, app, args);
  }

  /** As `execute`, with `async: true` whatever `setAsyncExecute` says. */
  executeAsync(
    app: string,
    ...args: readonly (string | number | Callback | null | undefined)[]
  ): string {
    return this.#execute(true, app, args);
  }

  setAsyncExecute(value: boolean): void {
    this.execAsync = value;
  }

  setEventLock(value: boolean): void {
    this.execLock = value;
  }

  /** `show(item[, format][, callback])`: the rows of the switch's `show`; the format is json, xml, csv or `delim <text>`. */
  show(item: string, ...args: readonly (string | ShowCallback | null | undefined)[]): void {
    const { callback = () => {}, rest } = splitCallback<ShowCallback>(args);
    const format = argumentText(rest[0]) || "json";
    this.bgapi("show", `${item} as ${format}`, (answer, _headers, text) => {
      if (answer instanceof FailedCommandError) callback(answer);
      else showResult(format, text, callback);
    });
  }

  /** `originate(options[, callback])` or `originate(profile, gateway, number[, app][, sync][, callback])`. */
  originate(
    ...args: readonly (OriginateOptions | string | boolean | Callback | undefined)[]
  ): void {
    const { options, callback } = readOriginate(args);
    this.#compose("originate", callback, () => {
      const words = originateWords(options);
      if (options.sync === true) this.api(words, callback);
      else this.bgapi(words, callback);
    });
  }

  /** `message(options[, callback])` or `message(to, from, profile, body[, subject][, callback])`: a SIP MESSAGE. */
  message(...args: readonly (MessageOptions | string | Callback | undefined)[]): void {
    const { options, callback } = readMessage(args);
    this.#compose("message", callback, () =>
      this.sendEvent("CUSTOM", new Event(messageHeaders(options), options.body), callback),
    );
  }

  protected onLost(toError: (label: string) => EslError): void {
    this.#receivers.fail(toError("recvEvent"));
  }

  #compose(label: string, callback: Callback | undefined, run: () => void): void {
    try {
      run();
    } catch (error) {
      if (callback === undefined) this.emit("error", error);
      else queueMicrotask(() => tell(this, callback, label, error as EslError));
    }
  }

  #execute(
    async: boolean,
    app: string,
    args: readonly (string | number | Callback | null | undefined)[],
  ): string {
    const { callback, rest } = splitCallback<Callback>(args);
    const id = randomUUID();
    const channel = this.channelData?.getHeader("Unique-ID") ?? "";
    const line = commandLine("sendmsg", String(rest[1] ?? channel));
    const headers = {
      "call-command": "execute",
      "execute-app-name": String(app),
      ...(rest[0] === undefined || rest[0] === null
        ? {}
        : { "execute-app-arg": argumentText(rest[0]) }),
      ...(async ? { async: "true" } : {}),
      ...(this.execLock ? { "event-lock": "true" } : {}),
      "Event-UUID": id,
    };
    const finish = callback === undefined ? () => {} : this.#passFilters("Application-UUID", id);
    this.#requestResult(this.executions, id, line, headers, { callback, finish });
    return id;
  }

  /** A command whose result is an event with a certain id; a refusal by the socket ends the waiting as well. */
  #requestResult(
    table: PendingAnswers,
    id: string,
    line: string,
    headers: Record<string, string>,
    { callback, finish }: { callback: Callback | undefined; finish: () => void },
  ): void {
    if (callback === undefined) {
      this.request(line, { headers }, {});
      return;
    }
    const answer: PendingAnswer = {
      label: line,
      done: (event) => {
        finish();
        runSafely(() => callback.call(this, event, toMap(event), event.getBody()));
      },
      fail: (error) => tell(this, callback, line, error),
    };
    table.add(id, answer);
    const fail = (error: EslError) => {
      if (table.remove(id, answer)) tell(this, callback, line, error);
    };
    const reply = (frame: Frame) => {
      const text = (frame.headers.get("Reply-Text") ?? "").trimEnd();
      if (!text.startsWith("-ERR")) return;
      finish();
      fail(new CommandError(line, text));
    };
    this.request(line, { headers }, { reply, fail });
  }

  /** With filters only what they let through arrives, so a result needs one of its own. Answers how to take it away. */
  #passFilters(header: string, id: string): () => void {
    if (!this.#filters.active) return () => {};
    this.request(`filter ${header} ${id}`, {}, {});
    return () => this.request(`filter delete ${header} ${id}`, {}, {});
  }
}
