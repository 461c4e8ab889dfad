import {
  type OutboundSession,
  readSessionCommand,
  runOutboundSocket,
  type SessionMessage,
} from "../../outbound-socket/index.js";
import type { CallSession } from "../call-session.js";
import { performCommand } from "../commands/session-messages.js";
import { controlledSession } from "../controlled-session.js";
import { PARK, UNPARK } from "../event-sources.js";
import type { Application } from "./applications.js";
import type { Task } from "./task.js";

/** The call as a program at the other end of a socket has it. */
class ControlledCall implements OutboundSession {
  readonly core;
  readonly over: Promise<string>;
  #unpark: (() => void) | undefined;

  constructor(
    private readonly call: CallSession,
    private readonly task: Task,
  ) {
    this.core = call.input.core;
    this.over = call.hungUp;
    task.onStop = () => this.unpark();
  }

  get uuid(): string {
    return this.call.uuid;
  }

  get name(): string {
    return this.call.name;
  }

  get isOver(): boolean {
    return this.call.isOver;
  }

  dataHeaders() {
    return controlledSession(this.call).dataHeaders();
  }

  getVariable(name: string): string | undefined {
    return this.call.getVariable(name);
  }

  setVariable(name: string, value: string | undefined): void {
    this.call.setVariable(name, value);
  }

  async perform(message: SessionMessage): Promise<void> {
    await performCommand(this.call, readSessionCommand(message));
  }

  async park(): Promise<void> {
    await this.call.preAnswer();
    if (this.call.isOver) return;
    this.call.channel.fireExtended("CHANNEL_PARK", PARK);
    await this.#untilUnparked();
    this.call.channel.fireExtended("CHANNEL_UNPARK", UNPARK);
  }

  async strand(): Promise<void> {
    if (!this.call.isOver && !this.task.stopped) await this.#untilUnparked();
  }

  unpark(): void {
    this.#unpark?.();
    this.#unpark = undefined;
  }

  #untilUnparked(): Promise<void> {
    return new Promise((resolve) => {
      this.#unpark = resolve;
    });
  }
}

/** Lets a program elsewhere control the call until it lets go. */
export const socket: Application = (call, data, task) =>
  runOutboundSocket(new ControlledCall(call, task), data);
