import {
  readSessionCommand,
  type SessionCommand,
  type SessionMessage,
} from "../../outbound-socket/index.js";
import type { CallSession } from "../call-session.js";
import { findCause } from "../causes.js";
import { PRIVATE_COMMAND as DONE } from "../event-sources.js";

/** A round shorter than this is the last of a loop (switch_ivr_parse_event). */
const SHORTEST_ROUND_MS = 500;

async function execute(
  call: CallSession,
  command: SessionCommand & { kind: "execute" },
): Promise<void> {
  call.setVariable("total_loops", String(command.loops));
  for (let round = 1; (command.loops < 0 || round <= command.loops) && !call.isOver; round += 1) {
    const began = call.input.now();
    call.setVariable("current_loop", String(round));
    await call.execute(command.application, command.argument, command.eventUuid);
    if (call.input.now() - began < SHORTEST_ROUND_MS) break;
  }
  call.setVariable("current_loop", undefined);
  call.setVariable("total_loops", undefined);
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
  readonly #queue: SessionMessage[] = [];
  #locked = false;

  constructor(private readonly call: CallSession) {}

  push(message: SessionMessage): void {
    this.#queue.push(message);
    this.call.input.soon(() => this.#next());
  }

  #next(): void {
    while (!this.#locked) {
      const message = this.#queue.shift();
      if (!message) return;
      const command = readSessionCommand(message);
      const locks = command.kind !== "nothing" && command.lock;
      this.#locked = locks;
      void performCommand(this.call, command).then(() => {
        this.#tell(message);
        if (!locks) return;
        this.#locked = false;
        this.#next();
      });
    }
  }

  /** A message that was queued is told when it is done, whatever came of it (switch_ivr_parse_next_event). */
  #tell(message: SessionMessage): void {
    const { channel, input } = this.call;
    input.core.fire("PRIVATE_COMMAND", {
      source: DONE,
      leading: message.headers,
      headers: channel.extendedHeaders(),
      body: message.body,
    });
  }
}
