import { nextAttempt } from "./failover.js";

const OPEN_MS = 8000;
const PROBE_MS = 20_000;
const PROBE = "\r\n\r\n";
const PONG = "\r\n";

export interface SwitchSocketEvents {
  /** Every server has failed; it goes on trying. */
  onTrouble(): void;
}

/**
 * One WebSocket to one of several switches, as JsSIP asks for it. `connect` does not end before it has succeeded or
 * `disconnect` is called; an open connection that is lost is told once, and JsSIP connects anew.
 */
export class SwitchSocket {
  onconnect: () => void = () => undefined;
  ondisconnect: (error: boolean, code?: number, reason?: string) => void = () => undefined;
  ondata: (data: unknown) => void = () => undefined;
  readonly #servers: readonly [string, ...string[]];
  readonly #events: SwitchSocketEvents;
  #url: string;
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #probe: ReturnType<typeof setInterval> | undefined;
  #failed = 0;
  #wanted = false;
  #answers = false;
  #silent = false;

  constructor(servers: readonly [string, ...string[]], events: SwitchSocketEvents) {
    this.#servers = servers;
    this.#events = events;
    this.#url = servers[0];
  }

  get url(): string {
    return this.#url;
  }

  get via_transport(): string {
    return this.#url.startsWith("wss:") ? "WSS" : "WS";
  }

  get sip_uri(): string {
    return `sip:${new URL(this.#url).host};transport=ws`;
  }

  connect(): void {
    this.#wanted = true;
    this.#failed = 0;
    this.#try();
  }

  disconnect(): void {
    this.#wanted = false;
    this.#drop();
  }

  send(message: string): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(message);
    return true;
  }

  isConnected(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  isConnecting(): boolean {
    return this.#wanted && !this.isConnected();
  }

  /** The network is another one: what was connected is not any more, and waiting is over. */
  hurry(): void {
    if (!this.#wanted) return;
    if (this.isConnected()) this.#lost();
    else if (this.#socket === undefined) {
      this.#failed = 0;
      this.#try();
    }
  }

  #try(): void {
    const { url, delayMs, troubled } = nextAttempt(this.#servers, this.#failed, Math.random());
    if (troubled) this.#events.onTrouble();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(url), delayMs);
  }

  #open(url: string): void {
    this.#url = url;
    let socket: WebSocket;
    try {
      socket = new WebSocket(url, "sip");
    } catch {
      // Plain ws: from a page that came by TLS.
      this.#again();
      return;
    }
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#vain(socket), OPEN_MS);
    socket.onopen = () => {
      clearTimeout(this.#timer);
      this.#failed = 0;
      this.#answers = false;
      this.#silent = false;
      this.#probe = setInterval(() => this.#check(), PROBE_MS);
      this.onconnect();
    };
    socket.onmessage = ({ data }) => this.#heard(data);
    const onEnd = () => {
      if (this.#socket !== socket) return;
      if (this.#probe === undefined) this.#vain(socket);
      else this.#lost();
    };
    // One that the page's policy forbids fails without being closed.
    socket.onerror = onEnd;
    socket.onclose = onEnd;
  }

  #heard(data: unknown): void {
    this.#silent = false;
    if (data === PONG) this.#answers = true;
    this.ondata(data);
  }

  /** A network that vanished closes nothing. Only a switch that answers probes (RFC 5626, 4.4.1) is held to it. */
  #check(): void {
    if (this.#silent && this.#answers) this.#lost();
    else {
      this.#silent = true;
      this.send(PROBE);
    }
  }

  #vain(socket: WebSocket): void {
    if (this.#socket !== socket) return;
    this.#drop();
    this.#again();
  }

  #again(): void {
    this.#failed += 1;
    if (this.#wanted) this.#try();
  }

  #lost(): void {
    this.#drop();
    this.#wanted = false;
    this.ondisconnect(true);
  }

  #drop(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#probe);
    this.#probe = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onerror = socket.onclose = null;
    socket.close();
  }
}
