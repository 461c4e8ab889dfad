import type { Problem, ProblemCode } from "@parley/protocol";
import { LiveCommandError } from "../../live-commands/index.js";
import type { ItemProblem } from "../../values/index.js";
import { HttpError } from "../errors.js";

const TITLES: Record<ProblemCode, { readonly status: number; readonly title: string }> = {
  invalid: { status: 400, title: "The request cannot be understood" },
  unauthenticated: { status: 401, title: "Nobody is signed in" },
  forbidden: { status: 403, title: "Not allowed" },
  "not found": { status: 404, title: "Not found" },
  taken: { status: 409, title: "Exists already" },
  "range full": { status: 409, title: "No number is free" },
  "last administrator": { status: 409, title: "The last administrator must stay" },
  "not editable": { status: 409, title: "Can only be changed by hand" },
  refused: { status: 409, title: "Not possible now" },
  "no space": { status: 507, title: "Too little room" },
  "too many requests": { status: 429, title: "Too many requests" },
  "switch away": { status: 503, title: "The switch cannot be reached" },
  "switch refused": { status: 502, title: "The switch refused" },
  "switch timeout": { status: 504, title: "The switch did not answer" },
  off: { status: 403, title: "Switched off" },
  internal: { status: 500, title: "Internal error" },
};

/** A refusal of v2: `code` decides the status. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  constructor(
    readonly code: ProblemCode,
    message: string,
    readonly field?: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  get statusCode(): number {
    return TITLES[this.code].status;
  }
}

/** Why an item was not done, in v2's words. */
export const CODE_OF_ITEM: Record<ItemProblem, ProblemCode> = {
  invalid: "invalid",
  taken: "taken",
  unknown: "not found",
  "range full": "range full",
  "last administrator": "last administrator",
  "not editable": "not editable",
  "refused by the switch": "switch refused",
  "not read back": "switch refused",
};

/** Errors of other rooms, by name: what they say may be told, what is not named here may not. */
const CODE_OF_NAME: Readonly<Record<string, ProblemCode>> = {
  SwitchAwayError: "switch away",
  SwitchRefusedError: "switch refused",
  ReloadRefusedError: "switch refused",
  SwitchTimeoutError: "switch timeout",
  ControlRefusedError: "refused",
  NoSpaceError: "no space",
  RecordingNotFoundError: "not found",
  RecordingBusyError: "refused",
  ConversionRefusedError: "refused",
  ConversionFailedError: "refused",
  ConversionOffError: "off",
  InvalidArgumentError: "invalid",
  InvalidValueError: "invalid",
  UnsafeValueError: "invalid",
};

const CODE_OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: "invalid",
  401: "unauthenticated",
  403: "forbidden",
  404: "not found",
  409: "refused",
  413: "invalid",
  415: "invalid",
  429: "too many requests",
  503: "switch away",
};

/** The stable word for an error of any room. */
export function codeOf(error: Error & { statusCode?: number; code?: unknown }): ProblemCode {
  if (error instanceof ProblemError || error instanceof LiveCommandError) return error.code;
  return CODE_OF_NAME[error.name] ?? CODE_OF_STATUS[error.statusCode ?? 500] ?? "internal";
}

/** What a client is told of an error; the text of a fault of ours stays inside. */
export function problemOf(error: Error & { statusCode?: number; field?: string }): {
  readonly body: Problem;
  readonly headers: Readonly<Record<string, string>>;
} {
  const code = codeOf(error);
  const { status, title } = TITLES[code];
  const known = error instanceof HttpError || error instanceof ProblemError;
  const again: Record<string, string> = code === "switch away" ? { "retry-after": "2" } : {};
  const detail = code === "internal" ? "internal error" : error.message;
  const named = error.field !== undefined && /^[\w[\].-]+$/.test(error.field);
  return {
    headers: known ? { ...again, ...error.headers } : again,
    body: {
      type: "about:blank",
      title,
      status: error.statusCode && error.statusCode < 500 ? error.statusCode : status,
      code,
      detail,
      ...(named ? { field: error.field } : {}),
    },
  };
}
