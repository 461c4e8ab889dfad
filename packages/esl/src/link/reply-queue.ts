import { type EslError, ProtocolError } from "../errors.js";
import type { Frame } from "../framing/frame.js";
import { type Pending, pending, type Wait } from "../waiting/waiting.js";

/** What is known about a command that waits for its reply. */
export interface Expectation extends Wait {
  /** Sees the reply before any later frame is looked at, even when the caller gave up. Must not throw. */
  readonly onReply?: ((frame: Frame) => void) | undefined;
}

interface Slot {
  readonly expectation: Expectation;
  readonly caller: Pending<Frame>;
  dueSince: number | undefined;
}

const isApi = (label: string) => /^api/i.test(label);
/** The switch runs these as an `api` of its own (mod_event_socket.c parse_command), and answers as to one. */
const isReload = (label: string) => /^bgapi .*load mod_event_socket$/i.test(label);

/**
 * Replies carry no id, the switch answers strictly in order. So every written command takes a slot and keeps it
 * until its reply comes, whether anybody still waits for it or not.
 */
export interface ReplyQueue {
  /** Slots taken, abandoned ones included. */
  readonly size: number;
  /** Slots somebody waits for. */
  readonly waiting: number;
  /**
   * Since when, by `Date.now`, the oldest slot's reply should be here: the socket answers everything but an `api` at once,
   * and one of these may take as long as its caller has patience. Undefined when no reply is due.
   */
  readonly dueSince: number | undefined;
  /** Takes the next slot. Call it before the command is written. */
  expect(expectation: Expectation): Promise<Frame>;
  /**
   * Hands a reply to the oldest slot.
   * @throws ProtocolError when no command waits for one, or the oldest cannot be answered in this way
   */
  deliver(frame: Frame): void;
  /** Ends every wait; for the end of a link. */
  fail(toError: (label: string) => EslError): void;
}

/** @param onSettled told whenever a caller stops waiting */
export function replyQueue(onSettled: () => void = () => {}): ReplyQueue {
  const slots: Slot[] = [];
  let waiting = 0;
  return {
    get size() {
      return slots.length;
    },
    get waiting() {
      return waiting;
    },
    get dueSince() {
      return slots[0]?.dueSince;
    },
    expect(expectation) {
      const caller = pending<Frame>(expectation, () => {
        slot.dueSince ??= Date.now();
        waiting--;
        onSettled();
      });
      const dueSince = isApi(expectation.label) ? undefined : Date.now();
      const slot: Slot = { expectation, caller, dueSince };
      slots.push(slot);
      waiting++;
      return caller.answer;
    },
    deliver(frame) {
      const oldest = slots[0];
      if (!oldest)
        throw new ProtocolError("UNEXPECTED_REPLY", "a reply came that no command waits for");
      // A mismatched slot stays, to be rejected with all others when the link ends for it.
      checkKind(frame, oldest.expectation.label);
      slots.shift();
      oldest.expectation.onReply?.(frame);
      oldest.caller.resolve(frame);
    },
    fail(toError) {
      for (const { caller } of slots.splice(0)) caller.reject(toError(caller.label));
    },
  };
}

/** An `api` is answered by an api/response, or by a command/reply that refuses it; everything else by a command/reply. */
function checkKind({ contentType, headers }: Frame, label: string): void {
  const fits =
    contentType === "api/response"
      ? isApi(label) || isReload(label)
      : !isApi(label) || headers.get("Reply-Text")?.startsWith("-ERR");
  if (!fits)
    throw new ProtocolError("REPLY_MISMATCH", `a frame of type ${contentType} came for: ${label}`);
}
