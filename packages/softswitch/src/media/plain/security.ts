import { randomBytes } from "node:crypto";
import { SDES_SUITE, type SdesKey } from "../sdp/index.js";
import { SrtpReceiver, SrtpSender } from "../srtp/index.js";

/** SRTP of one stream, keys by SDES (RFC 4568): each side sends with the key it has named itself. */
export class StreamSecurity {
  readonly #sender: SrtpSender;
  readonly #receiver: SrtpReceiver;

  constructor(
    readonly local: SdesKey,
    readonly remote: SdesKey,
  ) {
    this.#sender = new SrtpSender(local);
    this.#receiver = new SrtpReceiver(remote);
  }

  protect(packet: Buffer): Buffer {
    return this.#sender.protect(packet);
  }

  protectRtcp(packet: Buffer): Buffer {
    return this.#sender.protectRtcp(packet);
  }

  /** Undefined for what is forged, replayed or too short. */
  unprotect(packet: Buffer): Buffer | undefined {
    return this.#receiver.unprotect(packet);
  }

  unprotectRtcp(packet: Buffer): Buffer | undefined {
    return this.#receiver.unprotectRtcp(packet);
  }
}

/** Our answer to a key of theirs: the same tag, a key of our own. */
export const newKey = (tag: string): SdesKey => {
  const bytes = randomBytes(30);
  return { tag, suite: SDES_SUITE, key: bytes.subarray(0, 16), salt: bytes.subarray(16) };
};

/** Security for a stream; what is in use goes on when the other side repeats its key. */
export function secure(
  remote: SdesKey | undefined,
  before: StreamSecurity | undefined,
): StreamSecurity | undefined {
  if (remote === undefined) return undefined;
  const last = before?.remote;
  if (last?.tag === remote.tag && last.key.equals(remote.key) && last.salt.equals(remote.salt)) {
    return before;
  }
  return new StreamSecurity(newKey(remote.tag), remote);
}
