import { createHash } from "node:crypto";
import { type ClientRequest, type IncomingHttpHeaders, request } from "node:http";

export interface PhoneLogin {
  readonly user: string;
  readonly password: string;
}

export interface PhoneAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface PhoneRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly algorithm?: "MD5" | "SHA-256";
}

/** A phone on the wire: the path goes out as it is given, a challenge is answered once. */
export async function ask(
  base: string,
  path: string,
  login: PhoneLogin | undefined,
  options: PhoneRequest = {},
): Promise<PhoneAnswer> {
  const first = await send(base, path, options);
  const challenge = first.headers["www-authenticate"];
  if (first.status !== 401 || !login || !challenge) return first;
  const authorization = answerTo(
    challenge,
    options.method ?? "GET",
    path,
    login,
    options.algorithm,
  );
  return send(base, path, { ...options, headers: { ...options.headers, authorization } });
}

function send(base: string, path: string, options: PhoneRequest): Promise<PhoneAnswer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const { method = "GET", headers = {}, body } = options;
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const outgoing: ClientRequest = request(
      { hostname, port, path, method, headers: { ...length, ...headers }, agent: false },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function answerTo(
  challenge: string,
  method: string,
  uri: string,
  { user, password }: PhoneLogin,
  algorithm: "MD5" | "SHA-256" = "MD5",
): string {
  const realm = /realm="([^"]*)"/.exec(challenge)?.[1] ?? "";
  const nonce = /nonce="([^"]+)"/.exec(challenge)?.[1] ?? "";
  const h = (text: string) =>
    createHash(algorithm === "MD5" ? "md5" : "sha256")
      .update(text, "utf8")
      .digest("hex");
  const response = h(
    `${h(`${user}:${realm}:${password}`)}:${nonce}:00000001:abcd:auth:${h(`${method}:${uri}`)}`,
  );
  const name = Buffer.from(user, "utf8").toString("latin1");
  return `Digest username="${name}", realm="${realm}", nonce="${nonce}", uri="${uri}", algorithm="${algorithm}", qop=auth, nc=00000001, cnonce="abcd", response="${response}"`;
}
