import type { Socket } from "node:dgram";
import { MediaRefusedError } from "../types.js";
import { openSocket } from "./udp-socket.js";

/** RTP on an even port and RTCP on the next one (RFC 3550 11), or both on one (RFC 5761). */
export interface PortPair {
  readonly port: number;
  readonly rtp: Socket;
  readonly rtcp: Socket | undefined;
  close(): void;
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  (error.code === "EADDRINUSE" || error.code === "EACCES");

/** Hands out the ports of a range, each one as long after its last use as the range allows. */
export class PortPool {
  readonly #address: string;
  readonly #first: number;
  readonly #pairs: number;
  readonly #used = new Set<number>();
  #turn: number;

  constructor(address: string, [first, last]: readonly [number, number]) {
    this.#address = address;
    this.#first = first + (first % 2);
    this.#pairs = Math.max(0, Math.floor((last - this.#first + 1) / 2));
    // Two switches on one machine begin at different places.
    this.#turn = Math.floor(Math.random() * this.#pairs);
  }

  /** Throws MediaRefusedError (`port`) when the range is used up. */
  async open(withRtcp: boolean): Promise<PortPair> {
    for (let tried = 0; tried < this.#pairs; tried += 1) {
      const port = this.#first + 2 * this.#turn;
      this.#turn = (this.#turn + 1) % this.#pairs;
      if (this.#used.has(port)) continue;
      this.#used.add(port);
      const pair = await this.#tryOpen(port, withRtcp);
      if (pair) return pair;
      this.#used.delete(port);
    }
    throw new MediaRefusedError("port", "no port for media is left");
  }

  async #tryOpen(port: number, withRtcp: boolean): Promise<PortPair | undefined> {
    let rtp: Socket | undefined;
    try {
      rtp = await openSocket(this.#address, port);
      const rtcp = withRtcp ? await openSocket(this.#address, port + 1) : undefined;
      return this.#pair(port, rtp, rtcp);
    } catch (error) {
      rtp?.close();
      if (isTaken(error)) return undefined;
      this.#used.delete(port);
      throw error;
    }
  }

  #pair(port: number, rtp: Socket, rtcp: Socket | undefined): PortPair {
    const close = () => {
      if (!this.#used.delete(port)) return;
      rtp.close();
      rtcp?.close();
    };
    return { port, rtp, rtcp, close };
  }
}
