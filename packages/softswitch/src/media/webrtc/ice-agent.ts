import { randomBytes } from "node:crypto";
import { bindingSuccess, isSignedWith, parseBindingRequest, roleConflict } from "./stun.js";

/** Where packets come from and go to. */
export interface Peer {
  readonly address: string;
  readonly port: number;
}

export interface IceCredentials {
  readonly ufrag: string;
  readonly password: string;
}

export interface CheckOutcome {
  /** To be sent back to where the check came from. */
  readonly reply: Buffer;
  /** The browser has chosen this way for media, and it is another one than before. */
  readonly chosen: boolean;
}

/** Credentials as RFC 8839 5.4 asks for: at least 24 and 128 bits of chance, letters of base64. */
const newCredentials = (): IceCredentials => ({
  ufrag: randomBytes(6).toString("base64"),
  password: randomBytes(18).toString("base64"),
});

/** One browser has few addresses; what is more than that is somebody trying. */
const MAX_PEERS = 32;

/**
 * The lite side of ICE (RFC 8445 2.5): we stand at a known address and answer; the browser checks and chooses.
 * Pure but for its memory: no socket, no timer.
 */
export class IceAgent {
  #credentials = newCredentials();
  /** Of before an ICE restart: the old way stays good until the browser has chosen a new one (RFC 8445 9). */
  #former: IceCredentials | undefined;
  #remoteUfrag: string | undefined;
  readonly #peers = new Set<string>();
  #peer: Peer | undefined;

  get credentials(): IceCredentials {
    return this.#credentials;
  }

  /** The way the browser has chosen. */
  get peer(): Peer | undefined {
    return this.#peer;
  }

  /** Takes the browser's name for itself. Gives true where it is a new one: then it restarts ICE, and so do we. */
  setRemote(ufrag: string): boolean {
    const restarts = this.#remoteUfrag !== undefined && this.#remoteUfrag !== ufrag;
    this.#remoteUfrag = ufrag;
    if (!restarts) return false;
    this.#former = this.#credentials;
    this.#credentials = newCredentials();
    return true;
  }

  /** Whether a check has come from there. Media from elsewhere is a stranger's. */
  knows(from: Peer): boolean {
    const peer = this.#peer;
    if (peer !== undefined && peer.port === from.port && peer.address === from.address) return true;
    return this.#peers.has(nameOf(from));
  }

  /** Takes a STUN message; undefined for what is not a check of our browser. */
  check(data: Buffer, from: Peer): CheckOutcome | undefined {
    const request = parseBindingRequest(data);
    const used = request === undefined ? undefined : this.#credentialsFor(request.username);
    if (request === undefined || used === undefined) return undefined;
    if (!isSignedWith(request, used.password)) return undefined;
    if (request.controlled) {
      return { reply: roleConflict(request.transactionId, used.password), chosen: false };
    }
    if (this.#peers.size < MAX_PEERS) this.#peers.add(nameOf(from));
    const chosen = request.useCandidate && used === this.#credentials && this.#choose(from);
    return { reply: bindingSuccess(request.transactionId, from, used.password), chosen };
  }

  #choose(from: Peer): boolean {
    this.#former = undefined;
    const { address, port } = from;
    if (this.#peer?.address === address && this.#peer.port === port) return false;
    this.#peer = { address, port };
    this.#peers.add(nameOf(from));
    return true;
  }

  /** The sender's half of the name is not known before its answer, and checks may come sooner (RFC 8445 7.3). */
  #credentialsFor(username: string): IceCredentials | undefined {
    const [ours, theirs] = username.split(":");
    if (ours === this.#former?.ufrag) return this.#former;
    if (ours !== this.#credentials.ufrag) return undefined;
    return this.#remoteUfrag === undefined || theirs === this.#remoteUfrag
      ? this.#credentials
      : undefined;
  }
}

const nameOf = (peer: Peer): string => `${peer.address} ${peer.port}`;
