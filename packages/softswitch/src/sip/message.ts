import { headerKey, isListHeader } from "./header-names.js";
import { splitOutside } from "./text.js";
import type { SipHeader, SipMessage, SipRequest, SipResponse } from "./types.js";

abstract class Message implements SipMessage {
  #index: Map<string, string[]> | undefined;

  constructor(
    readonly headers: readonly SipHeader[],
    readonly body: string,
  ) {}

  get(name: string): string | undefined {
    return this.getAll(name)[0];
  }

  /** All values in order; those of list headers one by one, wherever the commas and lines were. */
  getAll(name: string): readonly string[] {
    this.#index ??= indexOf(this.headers);
    return this.#index.get(headerKey(name)) ?? [];
  }
}

function indexOf(headers: readonly SipHeader[]): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const key = headerKey(name);
    const values = isListHeader(key) ? splitOutside(value, ",").filter(Boolean) : [value];
    index.set(key, [...(index.get(key) ?? []), ...values]);
  }
  return index;
}

export class Request extends Message implements SipRequest {
  constructor(
    readonly method: string,
    readonly uri: string,
    headers: readonly SipHeader[],
    body: string,
  ) {
    super(headers, body);
  }
}

export class Response extends Message implements SipResponse {
  constructor(
    readonly status: number,
    readonly reason: string,
    headers: readonly SipHeader[],
    body: string,
  ) {
    super(headers, body);
  }
}

/** A message as it goes over the wire; Content-Length is added, the body is UTF-8. */
export function serialize(message: SipRequest | SipResponse): Buffer {
  const start =
    "method" in message
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`;
  const lines = message.headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const length = Buffer.byteLength(message.body);
  return Buffer.from(`${start}\r\n${lines}Content-Length: ${length}\r\n\r\n${message.body}`);
}
