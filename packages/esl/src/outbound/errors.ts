import { EslError } from "../errors.js";

/** The dialplan's `socket` action lacks the word `full`, without which the switch refuses this command: someone has to change it first. */
export class FullControlRequiredError extends EslError {
  override readonly name = "FullControlRequiredError";
  declare readonly command: string;
  constructor(command: string) {
    super(`${command}: needs "full" behind the address in the socket application`, { command });
  }
}

/** An application ran and says that it failed, e.g. `FILE NOT FOUND`; the same one with the same arguments fails again. */
export class ApplicationError extends EslError {
  override readonly name = "ApplicationError";
  declare readonly application: string;
  declare readonly response: string;
  constructor(application: string, response: string) {
    super(`${application}: ${response}`, { application, response });
  }
}

/** A call came in while the limit was reached, or while the server closes; it was hung up. */
export class TooManyCallsError extends EslError {
  override readonly name = "TooManyCallsError";
  declare readonly uuid: string;
  declare readonly calls: number;
  constructor(uuid: string, calls: number) {
    super(`the call ${uuid} was turned away: ${calls} calls are here already`, { uuid, calls });
  }
  /** Calls end. */
  override shouldRetry(): boolean {
    return true;
  }
}
