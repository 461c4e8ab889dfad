import { encodeCommand } from "../commands/command.js";
import { requireAccepted, toReply } from "../commands/reply.js";
import { decodeReplyEvent } from "../decoding/reply-event.js";
import { ProtocolError } from "../errors.js";
import type { EslEvent } from "../events/event.js";
import type { Link } from "../link/link.js";
import type { OutboundSettings } from "./options.js";

/** What the switch says of the call in its reply to `connect`. */
export interface CallFacts {
  readonly uuid: string;
  /** The whole reply: headers of the channel and `variable_…`. */
  readonly data: EslEvent;
  /** `async`: applications are queued, replies come at once. `static`: a command is answered when its application is done. */
  readonly mode: "async" | "static";
  /** `single-channel`: everything but the call itself is refused. */
  readonly control: "full" | "single-channel";
}

/**
 * Speaks first, as the switch waits for it, and learns what the call is.
 * @throws ProtocolError (CONNECT_REPLY) when the other end is no switch, TimeoutError, ConnectionLostError
 */
export async function connectCall(link: Link, timeoutMs: number): Promise<CallFacts> {
  const frame = await link.request(encodeCommand("connect"), { timeoutMs });
  const data = decodeReplyEvent(frame);
  const uuid = data.get("Unique-ID");
  if (uuid === undefined) {
    const reply = data.get("Reply-Text")?.trim() ?? "";
    throw new ProtocolError("CONNECT_REPLY", `no call behind this connection: ${reply}`);
  }
  return {
    uuid,
    data,
    mode: data.get("Socket-Mode") === "async" ? "async" : "static",
    control: data.get("Control") === "full" ? "full" : "single-channel",
  };
}

/** Written together, before anything of the handler. @throws CommandError when the switch refuses */
export async function prepareCall(
  link: Link,
  { control }: CallFacts,
  settings: OutboundSettings,
): Promise<void> {
  // Variables are read from events where `api` is refused, and plain ones do not tell "%41" from "A" (switch_url_encode).
  const lines = [control === "full" ? "myevents" : "myevents json"];
  // Without `full` the switch refuses it; the last events then come when they are quick enough.
  if (control === "full" && settings.lingerSeconds !== undefined)
    lines.unshift(`linger ${settings.lingerSeconds}`);
  if (settings.divertEvents) lines.push("divert_events on");
  const { commandMs } = settings.timeouts;
  const replies = lines.map((line) => link.request(encodeCommand(line), { timeoutMs: commandMs }));
  for (const [index, frame] of (await Promise.all(replies)).entries())
    requireAccepted(toReply(frame), lines[index] ?? "");
}
