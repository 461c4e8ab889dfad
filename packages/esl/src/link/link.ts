import type { Duplex } from "node:stream";
import type { WireCommand } from "../commands/command.js";
import {
  AbortedError,
  AccessDeniedError,
  asLost,
  BusyError,
  ClosedError,
  ConnectionLostError,
  type EslError,
  inFlight,
} from "../errors.js";
import type { Frame } from "../framing/frame.js";
import { FrameDecoder } from "../framing/frame-decoder.js";
import type { EslLogger, FrameLimits } from "../types.js";
import { replyQueue } from "./reply-queue.js";

export interface LinkOptions {
  readonly limits: Partial<FrameLimits>;
  readonly maxPending: number;
  readonly logger: EslLogger | undefined;
}

/** What a link tells its owner. None of these may throw. */
export interface LinkHandlers {
  event(frame: Frame): void;
  log(frame: Frame): void;
  /** A caller got its answer or gave up. */
  settled(): void;
  /** The switch announces an end: of the link, or, lingering, of the call the link belongs to. */
  notice?(frame: Frame): void;
}

export interface RequestOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Sees the reply before any later frame is looked at. Must not throw. */
  readonly onReply?: ((frame: Frame) => void) | undefined;
}

/**
 * One connection from its first byte to its end. It never comes back to life: each dial makes a new one, with fresh
 * framing and an empty queue.
 */
export interface Link {
  /** Settles with the switch's greeting; rejects when the link ends before. */
  readonly greeted: Promise<void>;
  /** When the last bytes arrived, by `Date.now`. */
  readonly lastActivity: number;
  /** Why the link ended; undefined while it lives. */
  readonly error: EslError | undefined;
  /** Commands somebody waits for. */
  readonly waiting: number;
  /** Commands whose reply has not come, whether somebody waits for it or not. */
  readonly unanswered: number;
  /** Since when the next reply should be here: see `ReplyQueue`. */
  readonly dueSince: number | undefined;
  /** Reading is stopped. */
  readonly held: boolean;
  /** Told once, before the pending commands are; at once when the link has ended already. */
  onEnd(listener: (error: EslError) => void): void;
  /** Writes a command and waits for its reply frame. */
  request(command: WireCommand, options: RequestOptions): Promise<Frame>;
  /** Stops reading until `release`; what is decoded already stays where it is. */
  hold(): void;
  release(): void;
  /** From now on the end of the link is our own wish, whoever closes it. */
  expectEnd(): void;
  /** Ends the link; the first error stands. The one place where pending commands are rejected. */
  end(error: EslError): void;
  /**
   * Answers the oldest command with a header block that came without its end. The reply to `userauth` is cut at 512 bytes,
   * blank line included, when the permission lists are long (mod_event_socket.c).
   */
  acceptUnterminatedReply(): void;
}

export function openLink(transport: Duplex, options: LinkOptions, handlers: LinkHandlers): Link {
  const decoder = new FrameDecoder(options.limits);
  const replies = replyQueue(() => handlers.settled());
  const endListeners: ((error: EslError) => void)[] = [];
  let greet: () => void;
  let refuseGreeting: (error: EslError) => void;
  const greeted = new Promise<void>((resolve, reject) => {
    greet = resolve;
    refuseGreeting = reject;
  });
  greeted.catch(() => {});
  let lastActivity = Date.now();
  let ended: EslError | undefined;
  let held = false;
  let leaving = false;
  let pumping = false;

  const end = (error: EslError) => {
    if (ended) return;
    const reason = leaving ? new ClosedError() : error;
    ended = reason;
    transport.destroy();
    for (const listener of endListeners) listener(reason);
    refuseGreeting(reason);
    replies.fail((label) => inFlight(reason, label));
  };

  /** What fails in here is the other end's fault, or ours; either way framing is lost. */
  const guard = (act: () => void) => {
    try {
      act();
    } catch (error) {
      end(asLost(error, "internal error while decoding"));
    }
  };

  const onNotice = (frame: Frame) => {
    handlers.notice?.(frame);
    // With linger the switch still sends events; the end is announced by another notice.
    if (frame.headers.get("Content-Disposition") !== "linger")
      end(new ConnectionLostError(`the switch ended the connection: ${firstLine(frame)}`));
  };

  const dispatch = (frame: Frame) => {
    const { contentType } = frame;
    if (contentType.startsWith("text/event-")) handlers.event(frame);
    else if (contentType === "command/reply" || contentType === "api/response")
      replies.deliver(frame);
    else if (contentType === "log/data") handlers.log(frame);
    else if (contentType === "auth/request") greet();
    else if (contentType === "text/rude-rejection") end(new AccessDeniedError(firstLine(frame)));
    else if (contentType === "text/disconnect-notice") onNotice(frame);
    else options.logger?.warn("frame of unknown type ignored", { contentType });
  };

  const why = () => (held ? "reading is paused, an iterator lags" : undefined);
  const refuse = (label: string, signal: AbortSignal | undefined) => {
    if (ended) return inFlight(ended, label);
    if (signal?.aborted) return new AbortedError(label, signal.reason);
    return replies.size < options.maxPending ? undefined : new BusyError(label, replies.size);
  };

  const pump = () => {
    if (pumping) return;
    pumping = true;
    guard(() => {
      let frame: Frame | undefined;
      // biome-ignore lint/suspicious/noAssignInExpressions: the condition is what may change while a frame is handled
      while (!held && !ended && (frame = decoder.next())) dispatch(frame);
    });
    pumping = false;
  };

  transport.on("data", (chunk: Buffer) => {
    lastActivity = Date.now();
    decoder.push(chunk);
    pump();
  });
  // Stays attached to the end: an error after the end must not become an uncaught one.
  transport.on("error", (cause) =>
    end(new ConnectionLostError(`link failed: ${cause.message}`, undefined, { cause })),
  );
  const closed = () => end(new ConnectionLostError("the other end closed the link"));
  transport.on("end", closed).on("close", closed);

  return {
    greeted,
    end,
    get lastActivity() {
      return lastActivity;
    },
    get error() {
      return ended;
    },
    get waiting() {
      return replies.waiting;
    },
    get unanswered() {
      return replies.size;
    },
    get dueSince() {
      return replies.dueSince;
    },
    get held() {
      return held;
    },
    onEnd(listener) {
      if (ended) listener(ended);
      else endListeners.push(listener);
    },
    request({ label, bytes }, request) {
      const refusal = refuse(label, request.signal);
      if (refusal) return Promise.reject(refusal);
      const reply = replies.expect({ ...request, label, why });
      transport.write(bytes);
      return reply;
    },
    hold() {
      if (ended) return;
      held = true;
      transport.pause();
    },
    release() {
      if (!held) return;
      held = false;
      // The silence was ours.
      lastActivity = Date.now();
      pump();
      if (!held && !ended) transport.resume();
    },
    expectEnd() {
      leaving = true;
    },
    acceptUnterminatedReply() {
      const frame = decoder.takeUnterminated(
        /^Content-Type: command\/reply\nReply-Text: \+OK accepted\n/,
      );
      if (frame) guard(() => dispatch(frame));
    },
  };
}

const firstLine = ({ body }: Frame) => body.toString().trim().split("\n", 1)[0] ?? "";
