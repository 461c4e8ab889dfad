import { EslError } from "../errors.js";

/** The dialplan's `socket` action lacks the word `full`, without which the switch refuses this command. */
export class FullControlRequiredError extends EslError {
  readonly command: string;
  constructor(command: string) {
    super(`${command}: needs "full" behind the address in the socket application`);
    this.command = command;
  }
  /** Someone has to change the dialplan first. */
  shouldRetry(): boolean {
    return false;
  }
}

/** An application ran and says that it failed, e.g. `FILE NOT FOUND`. */
export class ApplicationError extends EslError {
  readonly application: string;
  readonly response: string;
  constructor(application: string, response: string) {
    super(`${application}: ${response}`);
    this.application = application;
    this.response = response;
  }
  /** The same application with the same arguments fails again. */
  shouldRetry(): boolean {
    return false;
  }
}

/** A call came in while the limit was reached, or while the server closes; it was hung up. */
export class TooManyCallsError extends EslError {
  readonly uuid: string;
  readonly calls: number;
  constructor(uuid: string, calls: number) {
    super(`the call ${uuid} was turned away: ${calls} calls are here already`);
    this.uuid = uuid;
    this.calls = calls;
  }
  /** Calls end. */
  shouldRetry(): boolean {
    return true;
  }
}
