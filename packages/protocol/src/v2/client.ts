import type { z } from "zod";
import { PATHS, type RouteName } from "./paths.js";
import type { Problem } from "./problem.js";
import type { ROUTES } from "./routes.js";

type Routes = typeof ROUTES;
type Part<Name extends RouteName, Key extends string> =
  Routes[Name] extends Record<Key, infer Schema extends z.ZodType> ? Schema : never;

type ParamsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamsOf<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** What a call takes: path parameters by name, the query, the body. */
export type CallInput<Name extends RouteName> = ([ParamsOf<(typeof PATHS)[Name][1]>] extends [never]
  ? { readonly params?: undefined }
  : { readonly params: Readonly<Record<ParamsOf<(typeof PATHS)[Name][1]>, string>> }) &
  ([Part<Name, "query">] extends [never]
    ? { readonly query?: undefined }
    : { readonly query?: z.input<Part<Name, "query">> }) &
  ([Part<Name, "body">] extends [never]
    ? { readonly body?: undefined }
    : undefined extends z.input<Part<Name, "body">>
      ? { readonly body?: z.input<Part<Name, "body">> }
      : { readonly body: z.input<Part<Name, "body">> }) & { readonly signal?: AbortSignal };

export type Answer<Name extends RouteName> = z.output<Routes[Name]["answer"]>;

/** The server refused: `problem` says why. */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    /** Seconds after which to try again, where the server says. */
    readonly retryAfter: number | undefined,
  ) {
    super(problem.detail);
    this.name = "ProblemError";
  }
}

/** Routes whose body is a file. */
export type UploadName = "archive.upload";

export interface ClientV2 {
  /** @throws ProblemError when the server refuses, TypeError when it cannot be reached. */
  call<Name extends RouteName>(name: Name, ...input: Arguments<Name>): Promise<Answer<Name>>;
  /** Sends a file as it is to a route whose body is one. @throws as `call` does */
  upload<Name extends UploadName>(
    name: Name,
    file: Blob,
    input: CallInput<Name>,
  ): Promise<Answer<Name>>;
  /** The address of a route, for links and media elements. */
  url<Name extends RouteName>(name: Name, input: CallInput<Name>): string;
}

type Arguments<Name extends RouteName> =
  Record<string, never> extends CallInput<Name>
    ? [input?: CallInput<Name>]
    : [input: CallInput<Name>];

interface LooseInput {
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** The address below which v2 lives, and the header that no form of another site can send. */
export const BASE_V2 = "/api/v2";
export const CSRF_HEADER = "x-parley";

export interface ClientOptionsV2 {
  /** Scheme, host and port; the page's own unless given. */
  readonly origin?: string;
  readonly fetch?: typeof fetch;
  /** Sent with every request, for programs that sign in in another way. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A typed client of `/api/v2`: `client.call("users.read", { params: { id: "20000" } })`. */
export function createClientV2(options: ClientOptionsV2 = {}): ClientV2 {
  const send = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  const url = (name: RouteName, input: LooseInput = {}): string =>
    `${options.origin ?? ""}${BASE_V2}${pathOf(PATHS[name][1], input)}`;
  const request = async (
    name: RouteName,
    input: LooseInput,
    body: string | Blob | undefined,
    type: string,
  ): Promise<unknown> => {
    const headers: Record<string, string> = { ...options.headers, [CSRF_HEADER]: "1" };
    if (body !== undefined) headers["content-type"] = type;
    const response = await send(url(name, input), {
      method: PATHS[name][0],
      headers,
      credentials: "same-origin",
      ...(body === undefined ? {} : { body }),
      ...(input.signal ? { signal: input.signal } : {}),
    });
    return read(response);
  };
  return {
    url: (name, input) => url(name, input as LooseInput),
    call: async (name, ...[input]) => {
      const { body, ...rest } = (input ?? {}) as LooseInput;
      const payload = body === undefined ? undefined : JSON.stringify(body);
      return (await request(name, rest, payload, "application/json")) as never;
    },
    upload: async (name, file, input) =>
      (await request(name, input as LooseInput, file, "application/octet-stream")) as never,
  };
}

function pathOf(path: string, { params, query }: LooseInput): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(params?.[name] ?? ""),
  );
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {}))
    if (value !== undefined) search.set(key, String(value));
  return search.size > 0 ? `${filled}?${search}` : filled;
}

async function read(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const text = await response.text();
  if (response.ok) return text === "" ? undefined : JSON.parse(text);
  const after = Number(response.headers.get("retry-after") ?? Number.NaN);
  throw new ProblemError(problemOf(response, text), Number.isFinite(after) ? after : undefined);
}

/** What a proxy in between says is no problem document; it becomes one. */
function problemOf(response: Response, text: string): Problem {
  const { status, statusText } = response;
  const other: Problem = {
    type: "about:blank",
    title: statusText,
    status,
    code: "internal",
    detail: statusText || `HTTP ${status}`,
  };
  try {
    const parsed = JSON.parse(text) as Problem;
    return typeof parsed.code === "string" ? parsed : other;
  } catch {
    return other;
  }
}
