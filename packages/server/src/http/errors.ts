import type { z } from "zod";

/** A refusal with a status and, where one is guilty, the field's name, e.g. `[3].name`. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  constructor(
    readonly statusCode: number,
    message: string,
    readonly field?: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** `["0","name"]` as people write it: `[0].name`. */
export function fieldName(path: readonly PropertyKey[]): string {
  const text = path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("");
  return text.startsWith(".") ? text.slice(1) : text || "body";
}

/**
 * Checks a body against its schema.
 *
 * @throws {HttpError} 400 naming the first field that does not fit.
 */
export function parseBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const unknown = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  const field = fieldName([...issue.path, ...unknown]);
  throw new HttpError(
    400,
    unknown.length > 0 ? `unknown key ${field}` : `${field}: ${issue.message}`,
    field,
  );
}

/** Errors of other rooms say by this property that they are a refusal, not a fault of ours. */
interface StatusError extends Error {
  readonly statusCode?: number;
  readonly field?: string;
}

export interface Refusal {
  readonly status: number;
  readonly body: { readonly error: string; readonly field?: string };
  readonly headers: Readonly<Record<string, string>>;
}

/** What a client is told of an error; the text of a fault of ours stays inside. */
export function refusalOf(error: StatusError): Refusal {
  const status = error.statusCode ?? STATUS_BY_NAME[error.name] ?? 500;
  const headers =
    error instanceof HttpError ? error.headers : status === 503 ? { "retry-after": "2" } : {};
  if (status >= 500 && status !== 503)
    return { status, body: { error: "internal error" }, headers };
  const field =
    error.field ?? (error as { code?: string }).code?.replace(/^FST_ERR_CTP_.*/, "body");
  const named = field !== undefined && /^[\w[\].]+$/.test(field) && !field.startsWith("FST_");
  return { status, body: { error: error.message, ...(named ? { field } : {}) }, headers };
}

/** The link's own errors: the switch is away, or did not answer in time; nothing was changed. */
const STATUS_BY_NAME: Readonly<Record<string, number>> = {
  SwitchAwayError: 503,
  SwitchTimeoutError: 503,
};
