import { createHash, randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { muLawTone } from "../../phones/harness/mu-law.js";
import { levelAt } from "../../phones/harness/sound.js";
import type { Endpoint } from "../../phones/harness/switches.js";

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
const token = (): string => randomBytes(6).toString("hex");
const SAMPLES = 160;
const RATE = 8000;
const WAIT_MS = 10_000;
const AGAIN_MS = 500;

export const headerOf = (message: string, name: string): string =>
  new RegExp(`^${name}:[ \\t]*(.*?)\\r$`, "im").exec(message)?.[1] ?? "";
export const statusOf = (message: string): number => Number(message.slice(8, 11));

const linear = Float64Array.from({ length: 256 }, (_, byte) => {
  const value = ~byte & 0xff;
  const magnitude = (((value & 0x0f) << 3) + 0x84) << ((value & 0x70) >> 4);
  return ((value & 0x80) === 0 ? magnitude - 0x84 : 0x84 - magnitude) / 32_768;
});

async function bound(): Promise<Socket> {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return socket;
}

interface Request {
  readonly to?: string | undefined;
  readonly uri?: string;
  readonly body?: string;
  readonly headers?: readonly string[];
  readonly sequence?: number;
  readonly branch?: string;
}

/** A phone of two UDP sockets that says exactly what a test wants, and may stop saying anything at any time. Called, it rings. */
export class Caller {
  readonly callId = token();
  readonly tag = token();
  readonly requests: string[] = [];
  /** The switch's port for our sound. */
  remotePort = 0;
  packets = 0;
  sequence = 0;
  remoteTag = "";
  /** What stands before its address in From, a byte for each character. */
  display = "";
  #heard: number[] = [];
  #waiting = new Map<string, (message: string) => void>();
  #tone: Buffer | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(
    readonly target: Endpoint,
    readonly user: string,
    readonly signalling: Socket,
    readonly media: Socket,
  ) {
    signalling.on("message", (bytes) => this.#take(bytes.toString()));
    media.on("message", (packet) => {
      this.packets += 1;
      for (const byte of packet.subarray(12)) this.#heard.push(linear[byte] ?? 0);
      if (this.#heard.length > 2 * RATE) this.#heard = this.#heard.slice(-RATE);
    });
  }

  static async open(target: Endpoint, user: string): Promise<Caller> {
    return new Caller(target, user, await bound(), await bound());
  }

  get sdp(): string {
    const lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0"];
    const media = [`m=audio ${this.media.address().port} RTP/AVP 0`, "a=rtpmap:0 PCMU/8000"];
    return `${[...lines, ...media].join("\r\n")}\r\n`;
  }

  /** Sends a request once, without waiting for anything. */
  say(method: string, options: Request = {}): string {
    const text = this.text(method, options);
    this.#send(text);
    return text;
  }

  /** The final answer to a request, or the first with one of the statuses. */
  async ask(method: string, options: Request = {}, early: readonly number[] = []): Promise<string> {
    this.sequence += 1;
    const text = this.text(method, options);
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearInterval(again);
        clearTimeout(never);
      };
      const again = setInterval(() => this.#send(text), AGAIN_MS);
      const never = setTimeout(() => {
        end();
        reject(new Error(`${method} of ${this.user} got no answer`));
      }, WAIT_MS);
      this.#waiting.set(`${this.sequence} ${method}`, (message) => {
        const status = statusOf(message);
        clearInterval(again);
        if (status < 200 && !early.includes(status)) return;
        end();
        resolve(message);
      });
      this.#send(text);
    });
  }

  /** Calls with the right password up to the final answer, which stays without an ACK. */
  async call(number: string, early: readonly number[] = []): Promise<string> {
    const uri = `sip:${number}@127.0.0.1`;
    const options = { uri, to: `<${uri}>`, body: this.sdp };
    const first = await this.ask("INVITE", options, early);
    if (statusOf(first) !== 407) return first;
    this.say("ACK", {
      uri,
      to: headerOf(first, "To"),
      branch: headerOf(first, "Via").replace(/.*branch=([^;]+).*/, "$1"),
    });
    const headers = [
      this.#signature("Proxy-Authorization", "INVITE", uri, headerOf(first, "Proxy-Authenticate")),
    ];
    const final = await this.ask("INVITE", { ...options, headers }, early);
    this.remotePort = Number(/m=audio (\d+)/.exec(final)?.[1] ?? 0);
    this.remoteTag = headerOf(final, "To");
    return final;
  }

  /** Calls, and acknowledges the answer. @throws Error unless the call is taken */
  async join(number: string): Promise<void> {
    const final = await this.call(number);
    if (statusOf(final) !== 200) throw new Error(`${number}: ${final.split("\r\n")[0]}`);
    this.say("ACK", { to: this.remoteTag });
  }

  async register(expires = 600): Promise<number> {
    const uri = "sip:127.0.0.1";
    const own = { uri, to: `<sip:${this.user}@127.0.0.1>` };
    const lasting = `Expires: ${expires}`;
    const first = await this.ask("REGISTER", { ...own, headers: [lasting] });
    const signed = this.#signature(
      "Authorization",
      "REGISTER",
      uri,
      headerOf(first, "WWW-Authenticate"),
    );
    return statusOf(await this.ask("REGISTER", { ...own, headers: [lasting, signed] }));
  }

  async hangUp(): Promise<void> {
    await this.ask("BYE", { to: this.remoteTag });
  }

  /** Sends a tone from now on, 50 packets a second. */
  sing(hz: number): void {
    this.#tone = muLawTone(hz, 1000);
    let count = 0;
    const start = performance.now();
    this.#timer = setInterval(() => {
      for (; start + count * 20 < performance.now(); count += 1) this.#packet(count);
    }, 10);
  }

  /** Level of a frequency in what was heard within the last `ms`, in dB of full scale. */
  hears(hz: number, ms = 600): number {
    const last = Float64Array.from(this.#heard.slice((-ms * RATE) / 1000));
    return last.length === 0 ? -180 : levelAt(last, RATE, hz);
  }

  /** Gone without a word. */
  vanish(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#timer);
    this.signalling.close();
    this.media.close();
  }

  text(method: string, options: Request = {}): string {
    const {
      uri = "sip:30000@127.0.0.1",
      body = "",
      headers = [],
      sequence = this.sequence,
    } = options;
    const { port } = this.signalling.address();
    const lines = [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/UDP 127.0.0.1:${port};rport;branch=${options.branch ?? `z9hG4bK${token()}`}`,
      "Max-Forwards: 70",
      `From: ${this.display}<sip:${this.user}@127.0.0.1>;tag=${this.tag}`,
      `To: ${options.to ?? "<sip:30000@127.0.0.1>"}`,
      `Call-ID: ${this.callId}`,
      `CSeq: ${sequence} ${method}`,
      `Contact: <sip:${this.user}@127.0.0.1:${port}>`,
      ...headers,
      ...(body === "" ? [] : ["Content-Type: application/sdp"]),
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    return `${lines.join("\r\n")}\r\n\r\n${body}`;
  }

  #signature(name: string, method: string, uri: string, challenge: string): string {
    const value = (key: string): string =>
      new RegExp(`${key}="([^"]*)"`).exec(challenge)?.[1] ?? "";
    const [realm, nonce, cnonce] = [value("realm"), value("nonce"), token()];
    const ha1 = md5(`${this.user}:${realm}:secret-of-${this.user}`);
    const response = md5(`${ha1}:${nonce}:00000001:${cnonce}:auth:${md5(`${method}:${uri}`)}`);
    return `${name}: Digest username="${this.user}", realm="${realm}", nonce="${nonce}", uri="${uri}", algorithm=MD5, qop=auth, nc=00000001, cnonce="${cnonce}", response="${response}"`;
  }

  #take(message: string): void {
    if (message.startsWith("SIP/2.0 ")) {
      this.#waiting.get(headerOf(message, "CSeq"))?.(message);
      return;
    }
    this.requests.push(message);
    const method = message.split(" ", 1)[0];
    if (method === "INVITE") this.#answer(message, "180 Ringing");
    if (method === "BYE" || method === "OPTIONS") this.#answer(message, "200 OK");
  }

  #answer(request: string, status: string): void {
    const to = headerOf(request, "To");
    const lines = ["Via", "From", "Call-ID", "CSeq"].map(
      (name) => `${name}: ${headerOf(request, name)}`,
    );
    lines.push(`To: ${to.includes("tag=") ? to : `${to};tag=${this.tag}`}`);
    this.#send(`SIP/2.0 ${status}\r\n${lines.join("\r\n")}\r\nContent-Length: 0\r\n\r\n`);
  }

  #send(text: string): void {
    if (this.#closed) return;
    this.signalling.send(Buffer.from(text, "latin1"), this.target.port, this.target.host);
  }

  #packet(count: number): void {
    if (!this.#tone || this.remotePort === 0) return;
    const head = Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]);
    head.writeUInt16BE(count & 0xffff, 2);
    head.writeUInt32BE(count * SAMPLES, 4);
    const at = (count * SAMPLES) % this.#tone.length;
    const sound = this.#tone.subarray(at, at + SAMPLES);
    this.media.send(Buffer.concat([head, sound]), this.remotePort, this.target.host);
  }
}
