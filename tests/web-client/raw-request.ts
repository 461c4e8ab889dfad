import { createHash } from "node:crypto";
import { request as ask, type IncomingHttpHeaders } from "node:http";
import type { Login } from "../_util/digest-client.js";

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface RawRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends a path exactly as it is written; other clients put dots and slashes in order first. */
export async function rawRequest(
  base: string,
  path: string,
  given: RawRequest = {},
  login?: Login,
): Promise<RawAnswer> {
  const first = await once(base, path, given);
  if (first.status !== 401 || !login) return first;
  const authorization = answerTo(first, given.method ?? "GET", path, login);
  return once(base, path, { ...given, headers: { ...given.headers, authorization } });
}

function once(base: string, path: string, given: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const { method = "GET", headers = {} } = given;
    const sent = ask({ hostname, port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    });
    sent.on("error", reject);
    sent.end(given.body);
  });
}

/** RFC 7616, section 3.4.1, with MD5. */
function answerTo(
  { headers }: RawAnswer,
  method: string,
  path: string,
  { name, password }: Login,
): string {
  const challenge = String(headers["www-authenticate"]);
  const part = (key: string) => new RegExp(`${key}="([^"]+)"`).exec(challenge)?.[1] ?? "";
  const md5 = (text: string) => createHash("md5").update(text).digest("hex");
  const [realm, nonce] = [part("realm"), part("nonce")];
  const ha1 = md5(`${name}:${realm}:${password}`);
  const response = md5(`${ha1}:${nonce}:00000001:c:auth:${md5(`${method}:${path}`)}`);
  return (
    `Digest username="${name}", realm="${realm}", nonce="${nonce}", uri="${path}", ` +
    `algorithm=MD5, qop=auth, nc=00000001, cnonce="c", response="${response}"`
  );
}
