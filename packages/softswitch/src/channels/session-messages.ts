import {
  readSessionCommand,
  type SessionCommand,
  type SessionMessage,
} from "../outbound-socket/index.js";
import type { CallSession } from "./call-session.js";
import { findCause } from "./causes.js";

/** A round shorter than this is the last of a loop (switch_ivr_parse_event). */
const SHORTEST_ROUND_MS = 500;

async function execute(
  call: CallSession,
  command: SessionCommand & { kind: "execute" },
): Promise<void> {
  for (let left = command.loops; left !== 0 && !call.isOver; left -= 1) {
    const began = call.input.now();
    await call.execute(command.application, command.argument, command.eventUuid);
    if (call.input.now() - began < SHORTEST_ROUND_MS) return;
  }
}

/** Carries out one `sendmsg`; settles when what it asks for is complete. Never rejects. */
export async function performCommand(call: CallSession, command: SessionCommand): Promise<void> {
  switch (command.kind) {
    case "execute":
      await execute(call, command);
      return;
    case "hangup":
      call.hangup(findCause(command.cause) ?? "NORMAL_CLEARING");
      return;
    case "transfer-to":
      call.transfer(call.channel.facts.profile.destination, "inline", undefined, command.actions);
      return;
    case "nothing":
      return;
  }
}

/** Messages other connections send to a call: each runs inside the one before, unless that is locked. */
export class SessionMessages {
  readonly #queue: SessionCommand[] = [];
  #locked = false;

  constructor(private readonly call: CallSession) {}

  push(message: SessionMessage): void {
    this.#queue.push(readSessionCommand(message));
    this.call.input.soon(() => this.#next());
  }

  #next(): void {
    while (!this.#locked) {
      const command = this.#queue.shift();
      if (!command) return;
      const locks = command.kind !== "nothing" && command.lock;
      this.#locked = locks;
      const done = performCommand(this.call, command);
      if (locks) {
        void done.then(() => {
          this.#locked = false;
          this.#next();
        });
      }
    }
  }
}
