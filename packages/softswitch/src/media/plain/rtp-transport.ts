import type { RemoteInfo } from "node:dgram";
import {
  isRtcp,
  parseRtcp,
  parseRtp,
  type RtcpMessage,
  type RtpPacket,
  serializeRtcp,
} from "../rtp/index.js";
import type { RemoteStream, SdpPlace } from "../sdp/index.js";
import { RemoteLatch } from "./latch.js";
import type { PortPair } from "./port-pool.js";
import type { StreamSecurity } from "./security.js";

/** Where a stream of the other side is, its names looked up. */
export interface RemotePlaces {
  readonly rtp: SdpPlace;
  readonly rtcp: SdpPlace;
  readonly hasRtcpMux: boolean;
}

/** Who takes what a transport receives. */
export interface TransportListener {
  /** Whether packets of this payload type belong to the stream; others cannot choose the phone's address. */
  knows(payloadType: number): boolean;
  packet(packet: RtpPacket, data: Buffer, nowMs: number): void;
  rtcp(messages: readonly RtcpMessage[], nowMs: number): void;
}

export const placesOf = (stream: RemoteStream): RemotePlaces => ({
  rtp: stream.place,
  rtcp: stream.rtcpPlace,
  hasRtcpMux: stream.hasRtcpMux,
});

/** One stream's sockets: knows where the phone is, keeps strangers out, and encrypts where that was agreed on. */
export class RtpTransport {
  readonly #pair: PortPair;
  readonly #listener: TransportListener;
  readonly #now: () => number;
  #latch: RemoteLatch | undefined;
  #places: RemotePlaces | undefined;
  #rtcpFrom: SdpPlace | undefined;
  #closed = false;
  security: StreamSecurity | undefined;
  packetsIn = 0;
  packetsOut = 0;
  heardMs: number;

  constructor(pair: PortPair, listener: TransportListener, now: () => number) {
    this.#pair = pair;
    this.#listener = listener;
    this.#now = now;
    this.heardMs = now();
    pair.rtp.on("message", (data, from) => {
      this.#takeAny(data, from);
    });
    pair.rtcp?.on("message", (data, from) => {
      this.#takeRtcp(data, from);
    });
  }

  get port(): number {
    return this.#pair.port;
  }

  get hasRtcpPort(): boolean {
    return this.#pair.rtcp !== undefined;
  }

  get strangers(): number {
    return this.#latch?.strangers ?? 0;
  }

  /** Where packets go to; undefined before the other side has said anything. */
  get place(): SdpPlace | undefined {
    return this.#latch?.place;
  }

  /** Takes what a description says. */
  direct(places: RemotePlaces, security: StreamSecurity | undefined): void {
    this.#places = places;
    this.security = security;
    this.#rtcpFrom = undefined;
    if (this.#latch) this.#latch.expect(places.rtp, this.#now());
    else this.#latch = new RemoteLatch(places.rtp, this.#now());
  }

  send(packet: Buffer): void {
    const place = this.#latch?.place;
    if (place === undefined || this.#closed) return;
    this.packetsOut += 1;
    this.#pair.rtp.send(this.security?.protect(packet) ?? packet, place.port, place.address);
  }

  sendRtcp(messages: readonly RtcpMessage[]): void {
    const place = this.#rtcpPlace();
    if (place === undefined || this.#closed) return;
    const packet = serializeRtcp(messages);
    const socket = this.#places?.hasRtcpMux ? this.#pair.rtp : (this.#pair.rtcp ?? this.#pair.rtp);
    socket.send(this.security?.protectRtcp(packet) ?? packet, place.port, place.address);
  }

  close(): void {
    this.#closed = true;
    this.#pair.close();
  }

  #rtcpPlace(): SdpPlace | undefined {
    const latch = this.#latch;
    if (latch === undefined || this.#places === undefined) return undefined;
    if (this.#places.hasRtcpMux) return latch.place;
    if (this.#rtcpFrom) return this.#rtcpFrom;
    if (latch.isExact) return this.#places.rtcp;
    const { address, port } = latch.place;
    return port < 65_535 ? { address, port: port + 1 } : undefined;
  }

  #takeAny(data: Buffer, from: RemoteInfo): void {
    if (isRtcp(data)) {
      this.#takeRtcp(data, from);
      return;
    }
    const packet = parseRtp(data);
    if (packet === undefined || !this.#listener.knows(packet.payloadType)) return;
    const now = this.#now();
    if (!this.#latch?.accept(from.address, from.port, packet.ssrc, now)) return;
    if (this.security) this.#takeSecured(data, now);
    else this.#deliver(packet, data, now);
  }

  #takeSecured(data: Buffer, now: number): void {
    const plain = this.security?.unprotect(data);
    const packet = plain && parseRtp(plain);
    if (packet) this.#deliver(packet, plain, now);
  }

  #deliver(packet: RtpPacket, data: Buffer, now: number): void {
    this.packetsIn += 1;
    this.heardMs = now;
    this.#listener.packet(packet, data, now);
  }

  #takeRtcp(data: Buffer, from: RemoteInfo): void {
    if (from.address !== this.#latch?.place.address || !isRtcp(data)) return;
    const plain = this.security ? this.security.unprotectRtcp(data) : data;
    const messages = plain ? parseRtcp(plain) : [];
    if (messages.length === 0) return;
    this.#rtcpFrom = { address: from.address, port: from.port };
    this.heardMs = this.#now();
    this.#listener.rtcp(messages, this.heardMs);
  }
}
