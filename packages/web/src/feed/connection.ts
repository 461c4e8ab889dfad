import {
  BASE_V2,
  type ClientMessageV2,
  type ConferenceCommand,
  type MemberCommand,
  type ServerMessageV2,
} from "@parley/protocol/client";
import { Answers, type FeedAnswer, NoAnswerError } from "./answers.js";

const MIN_DELAY_MS = 300;
const MAX_DELAY_MS = 5000;
/** From the first byte of the handshake to the first message. */
const OPENING_MS = 10_000;
const PING_MS = 15_000;
/** A network that vanished closes nothing: silence for this long after a ping counts as lost. */
const SILENCE_MS = 5000;
/** The account or its rights have changed (RFC 6455, policy); no valid session (ours). */
const SIGNED_OUT_CODES: readonly number[] = [1008, 4401];

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
type Timer = ReturnType<typeof setTimeout>;

/** One WebSocket, made again for as long as it is wanted; commands are answered or fail. */
export class FeedConnection {
  readonly #options: ConnectionOptions;
  readonly #answers = new Answers();
  #socket: WebSocket | undefined;
  /** Until the next try. */
  #retry: Timer | undefined;
  /** Until the next ping. */
  #quiet: Timer | undefined;
  /** Until a socket without a word counts as lost. */
  #deadline: Timer | undefined;
  #tries = 0;
  #closed = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    globalThis.addEventListener?.("online", this.#hurry);
    globalThis.document?.addEventListener("visibilitychange", this.#onVisible);
    this.#open();
  }

  /** @throws NoAnswerError; a refusal is an answer that is not `ok`. */
  command(
    conference: string,
    command: ConferenceCommand | MemberCommand,
    member?: string,
  ): Promise<FeedAnswer> {
    const of = member === undefined ? {} : { member };
    return this.#ask({ type: "command", conference, command, ...of });
  }

  say(conference: string, text: string): Promise<FeedAnswer> {
    return this.#ask({ type: "say", conference, text });
  }

  /** Something was missed: connects again, going on from what is known. */
  resync(): void {
    if (!this.#socket) return;
    this.#drop();
    this.#again();
  }

  close(): void {
    this.#closed = true;
    globalThis.removeEventListener?.("online", this.#hurry);
    globalThis.document?.removeEventListener("visibilitychange", this.#onVisible);
    clearTimeout(this.#retry);
    this.#drop();
  }

  #ask(message: WithoutId<Outgoing>): Promise<FeedAnswer> {
    if (this.#socket?.readyState !== WebSocket.OPEN)
      return Promise.reject(new NoAnswerError(false));
    return this.#answers.ask((id) => this.#send({ ...message, id } as Outgoing));
  }

  #send(message: ClientMessageV2): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #open(): void {
    this.#options.onState(this.#tries === 0 ? "connecting" : "waiting");
    const socket = new WebSocket(this.#options.url ?? ownUrl());
    this.#socket = socket;
    this.#expect(OPENING_MS);
    socket.onopen = () => {
      if (this.#socket !== socket) return;
      const resume = this.#options.resume();
      this.#send({ type: "hello", ...(resume ? { resume } : {}) });
    };
    socket.onmessage = ({ data }) => {
      if (this.#socket === socket) this.#onMessage(JSON.parse(String(data)) as ServerMessageV2);
    };
    socket.onclose = ({ code }) => {
      if (this.#socket !== socket) return;
      this.#drop();
      if (SIGNED_OUT_CODES.includes(code)) this.#options.onSignedOut();
      this.#again();
    };
  }

  #onMessage(message: ServerMessageV2): void {
    clearTimeout(this.#deadline);
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#probe(), PING_MS);
    if (message.type === "welcome" || message.type === "snapshot") this.#tries = 0;
    if (message.type === "answer") this.#answers.settle(message);
    this.#options.onMessage(message);
  }

  #probe(): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#send({ type: "ping", id: "p" });
    this.#expect(SILENCE_MS);
  }

  #expect(withinMs: number): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.resync(), withinMs);
  }

  /** Lets go of the socket; what it still says is not heard. */
  #drop(): void {
    clearTimeout(this.#quiet);
    clearTimeout(this.#deadline);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
    this.#answers.fail();
  }

  #again(): void {
    if (this.#closed) return;
    this.#options.onState("waiting");
    const delay = Math.min(MIN_DELAY_MS * 2 ** this.#tries, MAX_DELAY_MS);
    this.#tries += 1;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), delay * (0.5 + Math.random() / 2));
  }

  /** The network or the page is back: no use in waiting, and what seems to be open may be long gone. */
  readonly #hurry = (): void => {
    if (this.#closed) return;
    if (this.#socket) {
      this.#probe();
      return;
    }
    clearTimeout(this.#retry);
    this.#open();
  };

  readonly #onVisible = (): void => {
    if (document.visibilityState === "visible") this.#hurry();
  };
}

const ownUrl = (): string =>
  `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${BASE_V2}/feed`;
