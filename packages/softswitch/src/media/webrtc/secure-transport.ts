import type { RemoteInfo, Socket } from "node:dgram";
import type { RTCCertificate } from "werift";
import { SrtpReceiver, SrtpSender } from "../srtp/index.js";
import { DtlsAssociation, type DtlsKeys, type Fingerprint, type Werift } from "./dtls.js";
import { IceAgent, type IceCredentials, type Peer } from "./ice-agent.js";

/** What the browser's SDP says of its side of the transport. */
export interface RemoteSecurity {
  readonly ufrag: string;
  readonly fingerprints: readonly Fingerprint[];
  /** Our part in the handshake, as the SDP of both sides settles it. */
  readonly role: "client" | "server";
}

export interface TransportHandlers {
  /** A decrypted packet; the buffer is the receiver's own. */
  onRtp(packet: Buffer): void;
  onRtcp(packet: Buffer): void;
  /** Packets can be sent from now on; fires again after a new handshake. */
  onReady(): void;
}

/** Handshake datagrams that come before the browser's SDP does. */
const MAX_EARLY = 8;

/** One UDP port of a leg: ICE, DTLS and SRTP told apart by their first byte (RFC 7983). */
export class SecureTransport {
  readonly #ice = new IceAgent();
  readonly #socket: Socket;
  readonly #early: Buffer[] = [];
  #association: DtlsAssociation | undefined;
  #remote: RemoteSecurity | undefined;
  #sender: SrtpSender | undefined;
  #receiver: SrtpReceiver | undefined;
  #closed = false;
  /** Milliseconds of performance.now() when the browser was last heard, by media or by a check of consent. */
  heardAt = performance.now();
  strangers = 0;
  /** Who gets the packets. */
  handlers: TransportHandlers | undefined;

  constructor(
    socket: Socket,
    private readonly library: Werift,
    private readonly certificate: RTCCertificate,
  ) {
    this.#socket = socket;
    socket.on("message", (data, from) => this.#take(data, from));
    // Unreachable networks and the like: packets are lost, and the leg's timeout tells.
    socket.on("error", () => undefined);
  }

  get credentials(): IceCredentials {
    return this.#ice.credentials;
  }

  get peer(): Peer | undefined {
    return this.#ice.peer;
  }

  /** Takes what the browser's SDP says: again with every offer, where only changes have an effect. */
  setRemote(remote: RemoteSecurity): void {
    if (this.#closed) return;
    this.#ice.setRemote(remote.ufrag);
    const isSame = sameFingerprints(this.#remote?.fingerprints, remote.fingerprints);
    this.#remote = remote;
    if (!isSame) this.#associate(remote);
  }

  /** Sends an RTP packet; before the handshake is done it is lost. */
  send(packet: Buffer): void {
    const peer = this.#ice.peer;
    if (this.#sender === undefined || peer === undefined || this.#closed) return;
    this.#socket.send(this.#sender.protect(packet), peer.port, peer.address);
  }

  sendRtcp(packet: Buffer): void {
    const peer = this.#ice.peer;
    if (this.#sender === undefined || peer === undefined || this.#closed) return;
    this.#socket.send(this.#sender.protectRtcp(packet), peer.port, peer.address);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#association?.close();
    this.#socket.removeAllListeners("message");
    this.#socket.close();
  }

  #associate(remote: RemoteSecurity): void {
    this.#association?.close();
    const association = new DtlsAssociation(this.library, {
      certificate: this.certificate,
      role: remote.role,
      fingerprints: remote.fingerprints,
      send: (datagram) => this.#sendPlain(datagram),
      onKeys: (keys) => this.#useKeys(keys),
    });
    this.#association = association;
    if (this.#ice.peer !== undefined) association.start();
    for (const datagram of this.#early.splice(0)) association.receive(datagram);
  }

  #useKeys(keys: DtlsKeys): void {
    this.#sender = new SrtpSender(keys.local);
    this.#receiver = new SrtpReceiver(keys.remote);
    this.handlers?.onReady();
  }

  #sendPlain(datagram: Buffer): void {
    const peer = this.#ice.peer;
    if (peer !== undefined && !this.#closed) {
      this.#socket.send(datagram, peer.port, peer.address);
    }
  }

  #take(data: Buffer, from: RemoteInfo): void {
    const first = data[0] ?? 255;
    if (first < 4) return this.#takeCheck(data, from);
    if (!this.#ice.knows(from)) {
      this.strangers += 1;
      return;
    }
    if (first >= 128 && first < 192) return this.#takeMedia(data);
    if (first >= 20 && first < 64) this.#takeHandshake(data);
  }

  #takeCheck(data: Buffer, from: RemoteInfo): void {
    const outcome = this.#ice.check(data, from);
    if (outcome === undefined) {
      this.strangers += 1;
      return;
    }
    this.heardAt = performance.now();
    this.#socket.send(outcome.reply, from.port, from.address);
    if (outcome.chosen) this.#association?.start();
  }

  #takeHandshake(data: Buffer): void {
    if (this.#association !== undefined) this.#association.receive(data);
    else if (this.#early.length < MAX_EARLY) this.#early.push(data);
  }

  /** RTP and RTCP share the port; packet types 192 to 223 are RTCP's (RFC 5761 4). */
  #takeMedia(data: Buffer): void {
    if (this.#receiver === undefined) return;
    const type = data[1] ?? 0;
    const isRtcp = type >= 192 && type <= 223;
    const plain = isRtcp ? this.#receiver.unprotectRtcp(data) : this.#receiver.unprotect(data);
    if (plain === undefined) return;
    this.heardAt = performance.now();
    if (isRtcp) this.handlers?.onRtcp(plain);
    else this.handlers?.onRtp(plain);
  }
}

function sameFingerprints(
  before: readonly Fingerprint[] | undefined,
  now: readonly Fingerprint[],
): boolean {
  if (before?.length !== now.length) return false;
  return now.every((one) =>
    before.some((other) => other.value.toLowerCase() === one.value.toLowerCase()),
  );
}
