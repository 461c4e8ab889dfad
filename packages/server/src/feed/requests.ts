import { ClientMessageV1 } from "@parley/protocol";

/** What a client's frame asks for, or the contract's words for what is wrong with it. */
export type Request =
  | { readonly message: ClientMessageV1; readonly error?: never }
  | { readonly message?: never; readonly error: "wrong format" | "wrong protocol" };

/** Reads a frame of a client; never throws, whatever it holds. */
export function readRequest(data: Buffer, isBinary: boolean): Request {
  if (isBinary) return { error: "wrong format" };
  let value: unknown;
  try {
    value = JSON.parse(data.toString("utf8"));
  } catch {
    return { error: "wrong format" };
  }
  const parsed = ClientMessageV1.safeParse(value);
  return parsed.success ? { message: parsed.data } : { error: "wrong protocol" };
}
