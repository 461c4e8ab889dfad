import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { WebSocket } from "ws";

/** Messages in the order they came, for whoever waits. */
class Inbox {
  readonly #got: string[] = [];
  readonly #waiting: ((text: string) => void)[] = [];

  put(text: string): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#got.push(text);
    else next(text);
  }

  take(): Promise<string> {
    const first = this.#got.shift();
    if (first !== undefined) return Promise.resolve(first);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

/** A phone that says byte for byte what a test says. */
export interface RawPhone {
  readonly port: number;
  send(text: string | Buffer): void;
  /** The next message that came. */
  take(): Promise<string>;
  close(): void;
}

export const statusOf = (message: string): number => Number(message.split(" ")[1]);

export const headerOf = (message: string, name: string): string | undefined =>
  new RegExp(`^${name}: (.*?)\\r$`, "im").exec(message)?.[1];

export async function udpPhone(to: number): Promise<RawPhone> {
  const socket: Socket = createSocket("udp4");
  const inbox = new Inbox();
  socket.on("message", (bytes) => inbox.put(bytes.toString()));
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    port: socket.address().port,
    send: (text) => socket.send(text, to, "127.0.0.1"),
    take: () => inbox.take(),
    close: () => socket.close(),
  };
}

export async function webPhone(to: number): Promise<RawPhone> {
  const socket = new WebSocket(`ws://127.0.0.1:${to}`, "sip");
  const inbox = new Inbox();
  socket.on("message", (data) => inbox.put(String(data)));
  await once(socket, "open");
  return {
    port: 0,
    send: (text) => socket.send(text),
    take: () => inbox.take(),
    close: () => socket.terminate(),
  };
}

let serial = 0;

export interface RawRequest {
  readonly user?: string;
  readonly to?: string;
  readonly callId?: string;
  readonly tag?: string;
  readonly branch?: string;
  readonly sequence?: number;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly uri?: string;
}

/** A request with everything it must have. */
export function rawRequest(method: string, port: number, options: RawRequest = {}): string {
  serial += 1;
  const { user = "20001", body = "", callId = `call-${serial}` } = options;
  const lines = [
    `${method} ${options.uri ?? "sip:30000@127.0.0.1"} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:${port};rport;branch=${options.branch ?? `z9hG4bKraw${serial}`}`,
    "Max-Forwards: 70",
    `From: <sip:${user}@127.0.0.1>;tag=${options.tag ?? "phone"}`,
    `To: ${options.to ?? "<sip:30000@127.0.0.1>"}`,
    `Call-ID: ${callId}`,
    `CSeq: ${options.sequence ?? serial} ${method}`,
    `Contact: <sip:${user}@127.0.0.1:${port}>`,
    ...(options.headers ?? []),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}
