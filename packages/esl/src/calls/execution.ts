import type { CommandExtra } from "../commands/command.js";
import { assertSafe, assertWord } from "../commands/safe.js";
import { InvalidArgumentError } from "../errors.js";

export interface ExecuteOptions {
  /** No other application that was sent to the call starts before this one is done. */
  readonly eventLock?: boolean;
  /** How often; negative: for ever. The switch stops early when one run takes less than half a second. */
  readonly loops?: number;
  /** Puts the application into the call's queue although the socket is not `async`. */
  readonly async?: boolean;
  /** Milliseconds until the application is done; no limit unless told. It goes on after that. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** The headers of `sendmsg` for one application. */
export function executeMessage(
  id: string,
  application: string,
  argument: string | undefined,
  options: ExecuteOptions,
): CommandExtra {
  const { eventLock, loops, async } = options;
  if (loops !== undefined && !Number.isSafeInteger(loops))
    throw new InvalidArgumentError("loops", "must be a whole number");
  return {
    headers: {
      "call-command": "execute",
      "execute-app-name": assertWord(application, "application"),
      ...(argument === undefined || argument === ""
        ? {}
        : { "execute-app-arg": assertSafe(argument, "argument") }),
      "Event-UUID": id,
      ...(eventLock === true ? { "event-lock": "true" } : {}),
      ...(async === true ? { async: "true" } : {}),
      ...(loops === undefined ? {} : { loops: String(loops) }),
    },
  };
}

/** True when more than one CHANNEL_EXECUTE_COMPLETE may come. */
export function isLooped({ loops }: ExecuteOptions): boolean {
  return loops !== undefined && loops !== 1 && loops !== 0;
}
