import { type ClientMessageV2, ClientMessageV2 as Schema } from "@parley/protocol";

/** What a client's frame asks for, or what is wrong with it. */
export type Request =
  | { readonly message: ClientMessageV2; readonly problem?: never }
  | { readonly message?: never; readonly problem: string };

/** Reads a frame of a client; never throws, whatever it holds. */
export function readRequest(data: Buffer, isBinary: boolean): Request {
  if (isBinary) return { problem: "messages are text" };
  let value: unknown;
  try {
    value = JSON.parse(data.toString("utf8"));
  } catch {
    return { problem: "not JSON" };
  }
  const parsed = Schema.safeParse(value);
  if (parsed.success) return { message: parsed.data };
  const issue = parsed.error.issues[0];
  return { problem: issue ? `${issue.path.join(".") || "message"}: ${issue.message}` : "unknown" };
}
