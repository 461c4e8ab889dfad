import type { MyPhone } from "@parley/protocol/client";
import JsSIP from "jssip";
import type { RTCSessionEvent, UA, UnRegisteredEvent } from "jssip/lib/UA.js";
import type { CallMedia, CreateEngine, EngineEvents, PhoneEngine } from "./engine.js";
import { type CallSettings, callOptions, JsSipCall, offerBoth } from "./jssip-call.js";
import { SwitchSocket } from "./switch-socket.js";

const REGISTER_SECONDS = 300;
const NO_ANSWER_SECONDS = 120;
const FIRST_RETRY_MS = 3000;
const LONGEST_RETRY_MS = 60_000;
const REFUSALS = new Set([401, 403, 404, 407]);

/** SIP over WebSocket. `account.servers` must not be empty. */
export const createJsSipEngine: CreateEngine = (account, events) =>
  new JsSipEngine(account, events);

class JsSipEngine implements PhoneEngine {
  readonly #account: MyPhone;
  readonly #events: EngineEvents;
  readonly #socket: SwitchSocket;
  readonly #ua: UA;
  readonly #settings: CallSettings;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #stopped = false;
  #wasConnected = false;

  constructor(account: MyPhone, events: EngineEvents) {
    const [first = "", ...others] = account.servers;
    this.#account = account;
    this.#events = events;
    this.#socket = new SwitchSocket([first, ...others], {
      onTrouble: () => this.#status({ state: "failed", reason: "unreachable" }),
    });
    this.#ua = new JsSIP.UA(configuration(account, this.#socket));
    this.#settings = {
      iceServers: account.iceServers.map(({ urls, username, credential }) => ({
        urls,
        ...(username !== undefined && { username }),
        ...(credential !== undefined && { credential }),
      })),
      codecs: account.codecs,
      connected: () => this.#ua.isConnected(),
    };
    this.#watch();
  }

  start(): void {
    this.#status({ state: "connecting" });
    this.#ua.start();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    this.#ua.stop();
  }

  hurry(): void {
    this.#socket.hurry();
  }

  dial(number: string, media: CallMedia): JsSipCall {
    const target = `sip:${encodeURIComponent(number)}@${this.#account.domain}`;
    const session = this.#ua.call(target, {
      ...callOptions(media, this.#settings),
      eventHandlers: offerBoth,
    });
    return new JsSipCall(session, this.#settings);
  }

  #watch(): void {
    const ua = this.#ua;
    ua.on("connected", () => {
      if (this.#wasConnected) this.#events.onReconnected();
      this.#wasConnected = true;
    });
    ua.on("disconnected", () => this.#status({ state: "connecting" }));
    ua.on("registered", () => {
      this.#tries = 0;
      this.#status({ state: "registered" });
    });
    ua.on("registrationFailed", (event) => this.#failed(event));
    ua.on("newRTCSession", (event: RTCSessionEvent) => {
      if (event.originator !== "remote") return;
      const { session, request } = event;
      const offer = (request as unknown as { body?: string }).body;
      this.#events.onIncoming(new JsSipCall(session, this.#settings, offer));
    });
  }

  #failed({ response }: UnRegisteredEvent): void {
    const status = (response as { status_code?: number } | null)?.status_code;
    const refused = status !== undefined && REFUSALS.has(status);
    this.#status({ state: "failed", reason: refused ? "refused" : "unreachable" });
    // With the same secret it would be refused again.
    if (refused || this.#stopped || !this.#ua.isConnected()) return;
    const delay = Math.min(FIRST_RETRY_MS * 2 ** this.#tries, LONGEST_RETRY_MS);
    this.#tries += 1;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      if (this.#ua.isConnected()) this.#ua.register();
    }, delay);
  }

  #status(status: Parameters<EngineEvents["onStatus"]>[0]): void {
    if (!this.#stopped) this.#events.onStatus(status);
  }
}

function configuration(account: MyPhone, socket: SwitchSocket) {
  return {
    sockets: [socket],
    uri: `sip:${encodeURIComponent(account.user)}@${account.domain}`,
    authorization_user: account.user,
    realm: account.realm,
    ha1: account.ha1,
    // A quotation mark would end the header's string.
    display_name: account.displayName.replace(/["\\\p{Cc}]/gu, ""),
    register: true,
    register_expires: REGISTER_SECONDS,
    session_timers: true,
    no_answer_timeout: NO_ANSWER_SECONDS,
    // The socket itself goes on trying; this is only the moment before it begins.
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 1,
    user_agent: "Parley",
  };
}
