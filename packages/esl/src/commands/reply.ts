import { ApiError, CommandError } from "../errors.js";
import type { Headers } from "../events/headers.js";
import type { Frame } from "../framing/frame.js";

/** The answer to a command: `Reply-Text`, or the output of an `api` in `body`. */
export interface Reply {
  /** `Reply-Text` without trailing line ends; empty for the answer to an `api`. */
  readonly text: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

export function toReply(frame: Frame): Reply {
  return {
    text: (frame.headers.get("Reply-Text") ?? "").trimEnd(),
    headers: frame.headers,
    body: frame.contentType === "api/response" ? frame.body.toString("utf8") : undefined,
  };
}

/** @throws CommandError when the socket refused the command */
export function requireAccepted(reply: Reply, command: string): Reply {
  if (reply.text.startsWith("-ERR")) throw new CommandError(command, reply.text);
  return reply;
}

/**
 * The output of an API command. FreeSWITCH stands `-ERR no reply` in for an empty output (mod_event_socket.c), so that
 * is the empty text and no failure.
 * @throws ApiError when the output starts with -ERR or -USAGE
 */
export function requireSuccess(output: string, command: string): string {
  const text = output.trimEnd();
  if (text === "-ERR no reply") return "";
  if (/^-(?:ERR|USAGE)/.test(text)) throw new ApiError(command, text);
  return output;
}
