import type { Socket } from "node:dgram";
import { once } from "node:events";
import { openSocket } from "../src/media/plain/udp-socket.js";
import {
  parseRtcp,
  parseRtp,
  type RtcpMessage,
  type RtpPacket,
  serializeRtp,
} from "../src/media/rtp/index.js";

/** A telephone of raw sockets for tests: says what it is told to, keeps what it hears. */
export class RtpPhone {
  readonly heard: RtpPacket[] = [];
  readonly raw: Buffer[] = [];
  sequence = 1000;
  timestamp = 50_000;
  ssrc = 0x1234;
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("message", (data) => {
      this.raw.push(data);
      const packet = parseRtp(data);
      if (packet) this.heard.push(packet);
    });
  }

  static async open(address = "127.0.0.1"): Promise<RtpPhone> {
    return new RtpPhone(await openSocket(address, 0));
  }

  get port(): number {
    return this.#socket.address().port;
  }

  get address(): string {
    return this.#socket.address().address;
  }

  /** `audio` are the lines after the session's, `PORT` in them is the phone's. */
  sdp(audio: readonly string[], address = this.address): string {
    const head = ["v=0", "o=phone 1 1 IN IP4 127.0.0.1", "s=-", `c=IN IP4 ${address}`, "t=0 0"];
    return `${[...head, ...audio].join("\r\n").replaceAll("PORT", String(this.port))}\r\n`;
  }

  /** Sends the next packet of 20 ms at 8 kHz to a port of the switch. */
  send(port: number, payload: Buffer, more: Partial<RtpPacket> = {}): void {
    const packet = {
      payloadType: 0,
      marker: false,
      sequence: this.sequence,
      timestamp: this.timestamp,
      ssrc: this.ssrc,
      csrcs: [],
      payload,
      ...more,
    };
    this.sequence = (this.sequence + 1) & 0xffff;
    this.timestamp = (this.timestamp + 160) >>> 0;
    this.sendRaw(port, serializeRtp(packet));
  }

  sendRaw(port: number, data: Buffer): void {
    this.#socket.send(data, port, "127.0.0.1");
  }

  /** RTCP that came to the RTP port. */
  get reports(): RtcpMessage[] {
    return this.raw.flatMap((data) => ((data[1] ?? 0) >= 200 ? parseRtcp(data) : []));
  }

  async next(): Promise<void> {
    await once(this.#socket, "message");
  }

  close(): void {
    this.#socket.close();
  }
}

/** Lets sockets deliver, turn by turn, until the condition holds; fails after two seconds. */
export async function delivered(holds: () => boolean, what = holds.toString()): Promise<void> {
  const end = performance.now() + 2000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`in vain: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
