import { createHmac, timingSafeEqual } from "node:crypto";
import { isIPv4 } from "node:net";
import { crc32 } from "node:zlib";

const HEADER_BYTES = 20;
const MAGIC_COOKIE = 0x2112a442;
const INTEGRITY_BYTES = 20;
/** RFC 8489 14.7: so that the fingerprint differs from a CRC that the application may carry itself. */
const FINGERPRINT_XOR = 0x5354554e;

const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const BINDING_ERROR = 0x0111;

const ATTRIBUTES = {
  username: 0x0006,
  integrity: 0x0008,
  errorCode: 0x0009,
  xorMappedAddress: 0x0020,
  useCandidate: 0x0025,
  fingerprint: 0x8028,
  iceControlled: 0x8029,
} as const;

/** A binding request as ICE sends it (RFC 8445 7.1). */
export interface BindingRequest {
  readonly transactionId: Buffer;
  /** `receiver's ufrag:sender's ufrag`. */
  readonly username: string;
  readonly useCandidate: boolean;
  /** The sender thinks that we control. */
  readonly controlled: boolean;
  /** Bytes before MESSAGE-INTEGRITY, whose value is `integrity`. */
  readonly signed: Buffer;
  readonly integrity: Buffer;
}

/** A binding request with a name and a MESSAGE-INTEGRITY; undefined for everything else. Integrity is not yet checked. */
export function parseBindingRequest(data: Buffer): BindingRequest | undefined {
  if (!isMessage(data) || data.readUInt16BE(0) !== BINDING_REQUEST) return undefined;
  let username: string | undefined;
  let useCandidate = false;
  let controlled = false;
  for (let offset = HEADER_BYTES; offset + 4 <= data.length; ) {
    const type = data.readUInt16BE(offset);
    const value = data.subarray(offset + 4, offset + 4 + data.readUInt16BE(offset + 2));
    if (type === ATTRIBUTES.username) username = value.toString("utf8");
    if (type === ATTRIBUTES.useCandidate) useCandidate = true;
    if (type === ATTRIBUTES.iceControlled) controlled = true;
    if (type === ATTRIBUTES.integrity) {
      // What follows MESSAGE-INTEGRITY is not signed and does not count (RFC 8489 14.5).
      if (username === undefined || value.length !== INTEGRITY_BYTES) return undefined;
      const signed = data.subarray(0, offset);
      const transactionId = data.subarray(8, HEADER_BYTES);
      return { transactionId, username, useCandidate, controlled, signed, integrity: value };
    }
    offset += 4 + ((value.length + 3) & ~3);
  }
  return undefined;
}

function isMessage(data: Buffer): boolean {
  return (
    data.length >= HEADER_BYTES &&
    data.readUInt32BE(4) === MAGIC_COOKIE &&
    data.readUInt16BE(2) === data.length - HEADER_BYTES
  );
}

/** Whether the sender knows our password. */
export function isSignedWith(request: BindingRequest, password: string): boolean {
  return timingSafeEqual(integrityOf(request.signed, password), request.integrity);
}

/** The answer to a check: the address it came from, signed with our password. */
export function bindingSuccess(
  transactionId: Buffer,
  from: { readonly address: string; readonly port: number },
  password: string,
): Buffer {
  const value = xorAddress(from.address, from.port, transactionId);
  const mapped = attribute(ATTRIBUTES.xorMappedAddress, value);
  return sign(message(BINDING_SUCCESS, transactionId, mapped), password);
}

/** 487: the sender and we both think that the other one controls (RFC 8445 7.3.1.1). */
export function roleConflict(transactionId: Buffer, password: string): Buffer {
  const value = Buffer.concat([Buffer.from([0, 0, 4, 87]), Buffer.from("Role Conflict")]);
  return sign(
    message(BINDING_ERROR, transactionId, attribute(ATTRIBUTES.errorCode, value)),
    password,
  );
}

function message(type: number, transactionId: Buffer, body: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(type, 0);
  header.writeUInt16BE(body.length, 2);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  transactionId.copy(header, 8);
  return Buffer.concat([header, body]);
}

function attribute(type: number, value: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + ((value.length + 3) & ~3));
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(value.length, 2);
  value.copy(bytes, 4);
  return bytes;
}

function sign(unsigned: Buffer, password: string): Buffer {
  const integrity = attribute(ATTRIBUTES.integrity, integrityOf(unsigned, password));
  const signed = Buffer.concat([unsigned, integrity, Buffer.alloc(8)]);
  const body = signed.length - 8;
  signed.writeUInt16BE(signed.length - HEADER_BYTES, 2);
  signed.writeUInt16BE(ATTRIBUTES.fingerprint, body);
  signed.writeUInt16BE(4, body + 2);
  signed.writeUInt32BE((crc32(signed.subarray(0, body)) ^ FINGERPRINT_XOR) >>> 0, body + 4);
  return signed;
}

/** The length in the header counts as if the message ended with MESSAGE-INTEGRITY (RFC 8489 14.5). */
function integrityOf(unsigned: Buffer, password: string): Buffer {
  const header = Buffer.from(unsigned.subarray(0, HEADER_BYTES));
  header.writeUInt16BE(unsigned.length - HEADER_BYTES + 4 + INTEGRITY_BYTES, 2);
  return createHmac("sha1", password)
    .update(header)
    .update(unsigned.subarray(HEADER_BYTES))
    .digest();
}

/** XOR-MAPPED-ADDRESS (RFC 8489 14.2). */
function xorAddress(address: string, port: number, transactionId: Buffer): Buffer {
  const bytes = addressBytes(address);
  const key = Buffer.alloc(16);
  key.writeUInt32BE(MAGIC_COOKIE, 0);
  transactionId.copy(key, 4);
  const value = Buffer.alloc(4 + bytes.length);
  value[1] = bytes.length === 4 ? 1 : 2;
  value.writeUInt16BE(port ^ (MAGIC_COOKIE >>> 16), 2);
  bytes.forEach((byte, index) => {
    value[4 + index] = byte ^ (key[index] ?? 0);
  });
  return value;
}

function addressBytes(address: string): readonly number[] {
  if (isIPv4(address)) return address.split(".").map(Number);
  const [head = "", tail] = address.split("%")[0]?.split("::") ?? [];
  const groups = (text: string | undefined) => (text ? text.split(":") : []);
  const missing = 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array<string>(tail === undefined ? 0 : missing).fill("0")];
  return [...all, ...groups(tail)].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}
