import {
  BASE_V2,
  type ClientMessageV2,
  type ConferenceCommand,
  type MemberCommand,
  type ServerMessageV2,
} from "@parley/protocol/client";

const MIN_DELAY_MS = 300;
const MAX_DELAY_MS = 5000;
const PING_MS = 15_000;
const ANSWER_MS = 10_000;

export type FeedAnswer = Extract<ServerMessageV2, { type: "answer" }>;

/** The server did not answer, or the connection was lost before it did; whether the command had its effect is not known. */
export class NoAnswerError extends Error {
  constructor() {
    super("The server did not answer");
    this.name = "NoAnswerError";
  }
}

export interface ConnectionOptions {
  readonly url?: string;
  readonly onMessage: (message: ServerMessageV2) => void;
  readonly onState: (state: "connecting" | "waiting") => void;
  /** Where to go on after a loss. */
  readonly resume: () => { epoch: string; seq: number } | undefined;
  /** The server took the session away. */
  readonly onSignedOut: () => void;
}

type Outgoing = Exclude<ClientMessageV2, { type: "hello" | "ping" }>;
type WithoutId<Message> = Message extends unknown ? Omit<Message, "id"> : never;

/** One WebSocket, made again for as long as it is wanted; commands are answered or fail. */
export class FeedConnection {
  readonly #options: ConnectionOptions;
  readonly #waiting = new Map<
    string,
    { resolve(answer: FeedAnswer): void; reject(error: Error): void }
  >();
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ping: ReturnType<typeof setInterval> | undefined;
  #heard = 0;
  #tries = 0;
  #serial = 0;
  #closed = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    globalThis.addEventListener?.("online", this.#hurry);
    this.#open();
  }

  command(
    conference: string,
    command: ConferenceCommand | MemberCommand,
    member?: string,
  ): Promise<FeedAnswer> {
    return this.#ask({
      type: "command",
      conference,
      command,
      ...(member === undefined ? {} : { member }),
    });
  }

  say(conference: string, text: string): Promise<FeedAnswer> {
    return this.#ask({ type: "say", conference, text });
  }

  close(): void {
    this.#closed = true;
    globalThis.removeEventListener?.("online", this.#hurry);
    clearTimeout(this.#timer);
    this.#drop();
  }

  #ask(message: WithoutId<Outgoing>): Promise<FeedAnswer> {
    this.#serial += 1;
    const id = String(this.#serial);
    return new Promise((resolve, reject) => {
      if (this.#socket?.readyState !== WebSocket.OPEN) {
        reject(new NoAnswerError());
        return;
      }
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new NoAnswerError());
      }, ANSWER_MS);
      const settle =
        <Value>(go: (value: Value) => void) =>
        (value: Value) => {
          clearTimeout(timer);
          go(value);
        };
      this.#waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
      this.#send({ ...message, id } as Outgoing);
    });
  }

  #send(message: ClientMessageV2): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #open(): void {
    this.#options.onState(this.#tries === 0 ? "connecting" : "waiting");
    const socket = new WebSocket(this.#options.url ?? ownUrl());
    this.#socket = socket;
    socket.onopen = () => {
      this.#heard = Date.now();
      const resume = this.#options.resume();
      this.#send({ type: "hello", ...(resume ? { resume } : {}) });
      this.#ping = setInterval(() => this.#probe(), PING_MS);
    };
    socket.onmessage = ({ data }) => this.#onMessage(JSON.parse(String(data)) as ServerMessageV2);
    socket.onclose = ({ code }) => {
      if (this.#socket !== socket) return;
      this.#drop();
      if (this.#closed) return;
      // 1008: the account or its rights have changed; 4401: no valid session.
      if (code === 1008 || code === 4401) this.#options.onSignedOut();
      this.#again();
    };
  }

  #onMessage(message: ServerMessageV2): void {
    this.#heard = Date.now();
    if (message.type === "welcome" || message.type === "snapshot") this.#tries = 0;
    if (message.type === "answer") {
      this.#waiting.get(message.id)?.resolve(message);
      this.#waiting.delete(message.id);
    }
    this.#options.onMessage(message);
  }

  /** A network that vanished closes nothing: silence after a ping counts as lost. */
  #probe(): void {
    if (Date.now() - this.#heard > 2 * PING_MS) {
      this.#socket?.close();
      this.#drop();
      this.#again();
      return;
    }
    this.#send({ type: "ping", id: "p" });
  }

  #drop(): void {
    clearInterval(this.#ping);
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket && socket.readyState <= WebSocket.OPEN) socket.close();
    for (const { reject } of this.#waiting.values()) reject(new NoAnswerError());
    this.#waiting.clear();
  }

  #again(): void {
    if (this.#closed) return;
    this.#options.onState("waiting");
    const delay = Math.min(MIN_DELAY_MS * 2 ** this.#tries, MAX_DELAY_MS);
    this.#tries += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), delay * (0.5 + Math.random() / 2));
  }

  readonly #hurry = (): void => {
    if (this.#socket || this.#closed) return;
    clearTimeout(this.#timer);
    this.#open();
  };
}

const ownUrl = (): string =>
  `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${BASE_V2}/feed`;
