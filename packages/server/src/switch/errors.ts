/** Base of everything that can go wrong between us and the switch. */
export abstract class SwitchError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
  /** Whether the same command may succeed later unchanged. */
  abstract shouldRetry(): boolean;
}

/** No link to the switch, or it was lost while the command was in flight: whether it was carried out is unknown. */
export class SwitchAwayError extends SwitchError {
  readonly command: string;
  constructor(command: string, options?: ErrorOptions) {
    super(`the switch is away, try again later (${command})`, options);
    this.command = command;
  }
  /** The link comes back by itself. */
  shouldRetry(): boolean {
    return true;
  }
}

/** The switch answered, and the answer is no, or not what this command answers. */
export class SwitchRefusedError extends SwitchError {
  readonly command: string;
  readonly reply: string;
  constructor(command: string, reply: string) {
    super(`the switch refused: ${reply.trim()} (${command})`);
    this.command = command;
    this.reply = reply;
  }
  /** The same command in the same state fails again. */
  shouldRetry(): boolean {
    return false;
  }
}

/** No answer in time; the command may still be carried out. */
export class SwitchTimeoutError extends SwitchError {
  readonly command: string;
  readonly timeoutMs: number;
  constructor(command: string, timeoutMs: number, options?: ErrorOptions) {
    super(`the switch did not answer within ${timeoutMs} ms (${command})`, options);
    this.command = command;
    this.timeoutMs = timeoutMs;
  }
  /** A busy switch may be quicker next time. */
  shouldRetry(): boolean {
    return true;
  }
}

/** `reloadxml` answers `+OK [reason]` when it failed: the switch keeps its previous tree. */
export class ReloadRefusedError extends SwitchError {
  /** The switch's own words, e.g. `[error near line 812]: unexpected closing tag </extension>`. */
  readonly text: string;
  constructor(text: string) {
    super(`the switch does not accept the configuration: ${text}`);
    this.text = text;
  }
  /** The files have to change first. */
  shouldRetry(): boolean {
    return false;
  }
}
