import { createHash } from "node:crypto";
import { connect } from "node:net";

export interface RawAnswer {
  /** 0 where the server closed without a word. */
  readonly status: number;
  readonly text: string;
}

export interface RawRequest {
  readonly method: string;
  /** As it goes out, byte for byte (Latin-1); nothing is normalised. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Speaks HTTP by hand, since every client there is tidies paths up; signs in by digest, one challenge for all requests. */
export class RawClient {
  readonly #url: URL;
  readonly #login: { readonly name: string; readonly password: string };
  #challenge: { readonly realm: string; readonly nonce: string } | undefined;
  #count = 0;

  constructor(base: string, login: { readonly name: string; readonly password: string }) {
    this.#url = new URL(base);
    this.#login = login;
  }

  async send(request: RawRequest): Promise<RawAnswer> {
    const first = await this.#exchange(request);
    if (first.status !== 401 || !this.#learn(first.text)) return first;
    return this.#exchange(request);
  }

  #learn(text: string): boolean {
    const [, nonce] = /nonce="([^"]+)"/.exec(text) ?? [];
    const [, realm] = /realm="([^"]+)"/.exec(text) ?? [];
    if (nonce === undefined || realm === undefined) return false;
    this.#challenge = { nonce, realm };
    this.#count = 0;
    return true;
  }

  #exchange({ method, target, headers = {}, body = "" }: RawRequest): Promise<RawAnswer> {
    const lines = [
      `${method} ${target} HTTP/1.1`,
      `host: ${this.#url.host}`,
      "connection: close",
      ...this.#authorization(method, target),
      ...(body === "" ? [] : [`content-length: ${Buffer.byteLength(body)}`]),
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ];
    const head = Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
    return this.#talk(Buffer.concat([head, Buffer.from(body)]));
  }

  #authorization(method: string, target: string): string[] {
    if (!this.#challenge) return [];
    const { realm, nonce } = this.#challenge;
    const { name, password } = this.#login;
    const count = (++this.#count).toString(16).padStart(8, "0");
    const h = (text: string): string =>
      createHash("md5").update(Buffer.from(text, "latin1")).digest("hex");
    const secret = h(Buffer.from(`${name}:${realm}:${password}`).toString("latin1"));
    const response = h(`${secret}:${nonce}:${count}:abcd:auth:${h(`${method}:${target}`)}`);
    const uri = target.replace(/["\\]/g, "\\$&");
    const user = Buffer.from(name).toString("latin1");
    return [
      `authorization: Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", algorithm=MD5, qop=auth, nc=${count}, cnonce="abcd", response="${response}"`,
    ];
  }

  #talk(bytes: Buffer): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      const socket = connect(Number(this.#url.port), this.#url.hostname, () => socket.write(bytes));
      socket.on("data", (chunk) => chunks.push(chunk));
      socket.setTimeout(20_000, () => socket.destroy(new Error("no answer")));
      // What was too long is answered before all of it has been taken.
      socket.on("error", (error: NodeJS.ErrnoException) => {
        if (!["ECONNRESET", "EPIPE"].includes(error.code ?? "")) reject(error);
      });
      socket.on("close", () => {
        const text = Buffer.concat(chunks).toString("latin1");
        resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text });
      });
    });
  }
}
