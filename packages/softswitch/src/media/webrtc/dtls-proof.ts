import { createVerify, X509Certificate } from "node:crypto";
import type { DtlsSocket } from "werift";

const SERVER_KEY_EXCHANGE = 12;
const CERTIFICATE_VERIFY = 15;
/** RFC 5246 7.4.1.4.1, of `hash, signature`; 4 is SHA-256, 5 SHA-384, 6 SHA-512. */
const HASHES: Readonly<Record<number, string>> = { 4: "sha256", 5: "sha384", 6: "sha512" };

/**
 * Whether the other side has signed the handshake with the key of its certificate. The library takes the certificate
 * but checks no signature, and anybody can show somebody else's certificate.
 */
export function isKeyProven(socket: DtlsSocket, role: "client" | "server"): boolean {
  const certificate = socket.remoteCertificate;
  if (certificate === undefined) return false;
  const proof = role === "client" ? serverProof(socket) : clientProof(socket);
  return proof !== undefined && isSigned(certificate, proof);
}

interface Proof {
  readonly signed: Buffer;
  /** Hash and signature algorithm, length, signature (RFC 5246 4.7). */
  readonly signature: Buffer;
}

/** RFC 8422 5.4: the server signs both random numbers and its part of the key exchange. */
function serverProof({ cipher, dtls }: DtlsSocket): Proof | undefined {
  const exchange = dtls.sortedHandshakeCache.find((one) => one.msg_type === SERVER_KEY_EXCHANGE);
  if (exchange === undefined) return undefined;
  const parameters = 4 + (exchange.fragment[3] ?? 0);
  return {
    signed: Buffer.concat([
      cipher.localRandom.serialize(),
      cipher.remoteRandom.serialize(),
      exchange.fragment.subarray(0, parameters),
    ]),
    signature: exchange.fragment.subarray(parameters),
  };
}

/** RFC 5246 7.4.8: the client signs every message before its signature. */
function clientProof({ dtls }: DtlsSocket): Proof | undefined {
  const messages = dtls.sortedHandshakeCache;
  const place = messages.findIndex((one) => one.msg_type === CERTIFICATE_VERIFY);
  const verify = messages[place];
  if (verify === undefined) return undefined;
  return {
    signed: Buffer.concat(messages.slice(0, place).map((one) => one.serialize())),
    signature: verify.fragment,
  };
}

function isSigned(certificate: Buffer, { signed, signature }: Proof): boolean {
  const hash = HASHES[signature[0] ?? 0];
  if (hash === undefined || signature.length < 4) return false;
  const value = signature.subarray(4, 4 + signature.readUInt16BE(2));
  try {
    const key = new X509Certificate(certificate).publicKey;
    return createVerify(hash).update(signed).verify(key, value);
  } catch {
    return false;
  }
}
