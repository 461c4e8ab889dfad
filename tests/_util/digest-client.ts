import { createHash, randomBytes } from "node:crypto";

export interface Login {
  readonly name: string;
  readonly password: string;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & { readonly error?: string; readonly field?: string };
  readonly headers: Headers;
}

/** An HTTP client that signs in by digest the way curl does: one challenge, then counted answers to it. */
export class DigestClient {
  #challenge: { nonce: string; realm: string } | undefined;
  #count = 0;

  constructor(
    readonly base: string,
    readonly login: Login,
    readonly algorithm: "MD5" | "SHA-256" = "MD5",
  ) {}

  get(path: string): Promise<Answer> {
    return this.request("GET", path);
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.request("POST", path, JSON.stringify(body));
  }

  async request(method: string, path: string, body?: string): Promise<Answer> {
    const first = await this.#send(method, path, body);
    if (first.status !== 401 || !this.#learn(first.headers)) return first;
    return this.#send(method, path, body);
  }

  async #send(method: string, path: string, body: string | undefined): Promise<Answer> {
    const url = new URL(path, this.base);
    const headers: Record<string, string> = {};
    if (body !== undefined) headers["content-type"] = "application/json";
    if (this.#challenge)
      headers["authorization"] = this.#authorization(method, url.pathname + url.search);
    const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
    const text = await response.text();
    const json = response.headers.get("content-type")?.includes("json") && text !== "";
    return {
      status: response.status,
      headers: response.headers,
      body: json ? (JSON.parse(text) as Answer["body"]) : ({ text } as Answer["body"]),
    };
  }

  /** Whether there is a challenge we have not answered yet. */
  #learn(headers: Headers): boolean {
    const header = headers.get("www-authenticate") ?? "";
    const known = this.#challenge !== undefined && !/stale=true/.test(header);
    const nonce = /nonce="([^"]+)"/.exec(header)?.[1];
    const realm = /realm="([^"]+)"/.exec(header)?.[1];
    if (!nonce || !realm || known) return false;
    this.#challenge = { nonce, realm };
    this.#count = 0;
    return true;
  }

  #authorization(method: string, uri: string): string {
    const { nonce, realm } = this.#challenge!;
    const hash = this.algorithm === "MD5" ? "md5" : "sha256";
    const h = (text: string) => createHash(hash).update(text, "utf8").digest("hex");
    const nc = (++this.#count).toString(16).padStart(8, "0");
    const cnonce = randomBytes(8).toString("hex");
    const ha1 = h(`${this.login.name}:${realm}:${this.login.password}`);
    const response = h(`${ha1}:${nonce}:${nc}:${cnonce}:auth:${h(`${method}:${uri}`)}`);
    const username = Buffer.from(this.login.name, "utf8").toString("latin1");
    return `Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", algorithm=${this.algorithm}, qop=auth, nc=${nc}, cnonce="${cnonce}", response="${response}"`;
  }
}
