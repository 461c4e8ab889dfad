import { createHash, timingSafeEqual } from "node:crypto";
import type { DtlsSocket, RTCCertificate } from "werift";
import { MASTER_KEY_BYTES, MASTER_SALT_BYTES, type MasterKey } from "../srtp/index.js";
import { isKeyProven } from "./dtls-proof.js";

export type Werift = typeof import("werift");

/** `a=fingerprint`: of the certificate that the other side will show. */
export interface Fingerprint {
  /** As SDP has it: `sha-256`. */
  readonly algorithm: string;
  /** Hexadecimal, bytes separated by colons. */
  readonly value: string;
}

export interface DtlsKeys {
  readonly local: MasterKey;
  readonly remote: MasterKey;
}

export interface DtlsOptions {
  readonly certificate: RTCCertificate;
  readonly role: "client" | "server";
  readonly fingerprints: readonly Fingerprint[];
  readonly send: (datagram: Buffer) => void;
  /** The handshake is done and the certificate is the one SDP told of. */
  readonly onKeys: (keys: DtlsKeys) => void;
}

const HASHES: Readonly<Record<string, string>> = {
  "sha-256": "sha256",
  "sha-384": "sha384",
  "sha-512": "sha512",
};

/** Whether the certificate is one of those promised. Only hashes that RFC 8122 5 does not call broken count. */
export function isPromised(certificate: Buffer, promised: readonly Fingerprint[]): boolean {
  return promised.some(({ algorithm, value }) => {
    const hash = HASHES[algorithm.toLowerCase()];
    if (hash === undefined) return false;
    const expected = Buffer.from(value.replaceAll(":", ""), "hex");
    const actual = createHash(hash).update(certificate).digest();
    return expected.length === actual.length && timingSafeEqual(expected, actual);
  });
}

/** Above every flight's number: ends the library's retransmissions, which know no other way to stop. */
const NO_MORE_FLIGHTS = 100;

/** The handshake of DTLS-SRTP (RFC 5764) for one leg, over whatever carries its datagrams. */
export class DtlsAssociation {
  readonly #socket: DtlsSocket;
  readonly #options: DtlsOptions;
  /** The library's view of a network; it sets `onData`. */
  readonly #carrier;
  #started = false;
  #closed = false;

  constructor(library: Werift, options: DtlsOptions) {
    this.#options = options;
    this.#carrier = {
      type: "udp",
      address: {} as never,
      closed: false,
      onData: (_datagram: Buffer): void => undefined,
      send: async (datagram: Buffer): Promise<void> => {
        if (!this.#closed) options.send(datagram);
      },
      close: async (): Promise<void> => undefined,
    };
    this.#socket = this.#createSocket(library);
    this.#socket.onConnect.once(() => this.#finish());
    // Without a subscriber the library would drop it silently too; a leg without keys ends by its timeout.
    this.#socket.onError.subscribe(() => this.close());
  }

  /** The client speaks first; a server waits. Doing it twice does nothing. */
  start(): void {
    const socket = this.#socket;
    if (this.#started || this.#closed || !("connect" in socket)) return;
    this.#started = true;
    (socket as DtlsSocket & { connect(): Promise<void> }).connect().catch(() => this.close());
  }

  receive(datagram: Buffer): void {
    if (this.#closed) return;
    try {
      this.#carrier.onData(datagram);
    } catch {
      // Garbage between the browser's datagrams: the handshake goes on with the next one.
    }
  }

  close(): void {
    this.#closed = true;
    this.#socket.dtls.flight = NO_MORE_FLIGHTS;
  }

  #createSocket(library: Werift): DtlsSocket {
    const { certificate, role } = this.#options;
    const common = {
      cert: certificate.certPem,
      key: certificate.privateKey,
      signatureHash: certificate.signatureHash,
      transport: this.#carrier,
      srtpProfiles: [library.ProtectionProfileAes128CmHmacSha1_80],
      extendedMasterSecret: true,
    };
    return role === "client"
      ? new library.DtlsClient(common)
      : new library.DtlsServer({ ...common, certificateRequest: true });
  }

  #finish(): void {
    const certificate = this.#socket.remoteCertificate;
    const isAgreed = this.#socket.srtp.srtpProfile !== undefined;
    if (this.#closed || certificate === undefined || !isAgreed) return this.close();
    if (!isPromised(certificate, this.#options.fingerprints)) return this.close();
    if (!isKeyProven(this.#socket, this.#options.role)) return this.close();
    const keys = this.#socket.extractSessionKeys(MASTER_KEY_BYTES, MASTER_SALT_BYTES);
    this.#options.onKeys({
      local: { key: keys.localKey, salt: keys.localSalt },
      remote: { key: keys.remoteKey, salt: keys.remoteSalt },
    });
  }
}
