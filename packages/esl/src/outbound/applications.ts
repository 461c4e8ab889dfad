import { literal, literalArguments, variableList } from "../arguments/literal.js";
import type { ExecuteOptions } from "../calls/execution.js";
import type { ExecuteComplete } from "../calls/execution-table.js";
import { CallEndedError, InvalidArgumentError } from "../errors.js";
import { ApplicationError } from "./errors.js";

export interface DigitsOptions extends ExecuteOptions {
  /** What is played; digits may interrupt it. */
  readonly file: string;
  /** Played after a wrong entry. */
  readonly invalidFile?: string;
  /** Fewest digits; 1 unless told. */
  readonly min?: number;
  /** Most digits; 128 unless told. */
  readonly max?: number;
  /** How often the caller may try; 1 unless told. */
  readonly tries?: number;
  /** Milliseconds to wait for the first digit after the file; 5,000 unless told. */
  readonly inputTimeoutMs?: number;
  /** Milliseconds between two digits; as `inputTimeoutMs` unless told. */
  readonly interDigitTimeoutMs?: number;
  /** Keys that end the entry and are no part of it; `#` unless told, "" for none. */
  readonly terminators?: string;
  /** What the digits must match, a regular expression of the switch (PCRE); `^\d+$` unless told. */
  readonly regex?: string;
}

export interface SayOptions extends ExecuteOptions {
  /** Module that speaks, with the language behind a colon if need be; `en` unless told. */
  readonly module?: string;
  /** E.g. `number`, `currency`, `current_date_time`, `name_spelled`; `number` unless told. */
  readonly type?: string;
  /** E.g. `pronounced`, `iterated`, `counted`; `pronounced` unless told. */
  readonly method?: string;
  readonly gender?: "feminine" | "masculine" | "neuter";
}

export interface RecordOptions extends ExecuteOptions {
  readonly limitSeconds?: number;
  /** Energy below which it counts as silence. */
  readonly silenceThreshold?: number;
  /** Seconds of silence that end the recording. */
  readonly silenceSeconds?: number;
}

export interface BridgeOptions extends ExecuteOptions {
  /** Variables of the new legs. */
  readonly variables?: Readonly<Record<string, string | number | boolean>>;
}

export interface BridgeResult {
  /** `SUCCESS`, or why no leg answered, e.g. `USER_BUSY`. */
  readonly disposition: string;
  /** Why the bridge ended; undefined when there was none. */
  readonly cause: string | undefined;
  readonly event: ExecuteComplete;
}

export interface TransferOptions extends ExecuteOptions {
  /** `XML` unless told. */
  readonly dialplan?: string;
  /** The caller's own unless told. */
  readonly context?: string;
}

const FAILED = /NOT FOUND|ERROR|FAILURE/;
const DIGITS_VARIABLE = "esl_digits";

/**
 * The applications of an IVR. Texts reach them as they stand: `${name}` in a file name is no variable here; who wants that
 * uses `execute`. Each settles when the application is done, rejects with CallEndedError when the call ends before, and
 * with ConnectionLostError when the connection breaks.
 */
export abstract class Applications {
  abstract readonly uuid: string;
  /** Somebody sent the call elsewhere, as an event has shown. */
  abstract get transferred(): boolean;
  readonly #askTransferred: () => Promise<boolean>;

  /** @param askTransferred asks the switch too, which an event may not have shown yet */
  constructor(askTransferred: () => Promise<boolean>) {
    this.#askTransferred = askTransferred;
  }

  abstract execute(
    application: string,
    argument?: string,
    options?: ExecuteOptions,
  ): Promise<ExecuteComplete>;

  answer(options?: ExecuteOptions): Promise<ExecuteComplete> {
    return this.execute("answer", undefined, options);
  }

  preAnswer(options?: ExecuteOptions): Promise<ExecuteComplete> {
    return this.execute("pre_answer", undefined, options);
  }

  async sleep(durationMs: number, options?: ExecuteOptions): Promise<ExecuteComplete> {
    return this.execute("sleep", literalArguments(durationMs), options);
  }

  /** @throws ApplicationError when the switch cannot play the file, CallEndedError when the call was sent elsewhere meanwhile */
  async playback(file: string, options?: ExecuteOptions): Promise<ExecuteComplete> {
    return this.#succeeded(await this.execute("playback", literal(file, "file"), options));
  }

  /** Plays a file and collects digits; undefined when no entry was valid. */
  async playAndGetDigits(options: DigitsOptions): Promise<string | undefined> {
    const done = await this.execute("play_and_get_digits", digitsArgument(options), options);
    const digits = done.get(`variable_${DIGITS_VARIABLE}`);
    if (digits === undefined && this.transferred) throw this.#left(done);
    return digits;
  }

  async say(text: string, options: SayOptions = {}): Promise<ExecuteComplete> {
    const { module = "en", type = "number", method = "pronounced", gender = "neuter" } = options;
    // Always with the gender: without it the second word of the text would be taken for one.
    return this.execute("say", literalArguments(module, type, method, gender, text), options);
  }

  /**
   * Records the caller until silence, the limit, a key of `playback_terminators` or the hangup. When the file cannot be
   * written the switch ends the call with DESTINATION_OUT_OF_ORDER.
   */
  async record(file: string, options: RecordOptions = {}): Promise<ExecuteComplete> {
    const { limitSeconds = 0, silenceThreshold, silenceSeconds } = options;
    const tail =
      silenceSeconds === undefined && silenceThreshold === undefined
        ? []
        : [silenceThreshold ?? 200, silenceSeconds ?? 0];
    const argument = literalArguments(file, limitSeconds, ...tail);
    return this.#succeeded(await this.execute("record", argument, options));
  }

  /**
   * Connects the call with the first of the targets that answers, and settles when they part. When none does the switch hangs
   * the call up for the same reason (CallEndedError), unless the variable `continue_on_fail` is set; when the other one hangs
   * up, only where `hangup_after_bridge` is set.
   */
  async bridge(
    targets: string | readonly string[],
    options: BridgeOptions = {},
  ): Promise<BridgeResult> {
    const dialString = typeof targets === "string" ? targets : targets.join(",");
    if (dialString === "") throw new InvalidArgumentError("targets", "must not be empty");
    const argument = literal(`${variableList(options.variables ?? {})}${dialString}`, "targets");
    const event = await this.execute("bridge", argument, options);
    return {
      disposition: event.get("variable_originate_disposition") ?? "",
      cause: event.get("variable_bridge_hangup_cause"),
      event,
    };
  }

  /** Hands the call to another extension of the dialplan; it leaves this connection. */
  async transfer(destination: string, options: TransferOptions = {}): Promise<ExecuteComplete> {
    const { context } = options;
    const dialplan = options.dialplan ?? (context === undefined ? undefined : "XML");
    const words = [destination, dialplan, context].filter((word) => word !== undefined);
    return this.execute("transfer", literalArguments(...words), options);
  }

  /**
   * Settles when the call leaves the park, on a `static` call. An `async` one is parked already and the switch does not park
   * it twice: this settles at once there, and `ended` is what to wait for.
   */
  park(options?: ExecuteOptions): Promise<ExecuteComplete> {
    return this.execute("park", undefined, options);
  }

  async #succeeded(done: ExecuteComplete): Promise<ExecuteComplete> {
    const response = done.get("Application-Response") ?? "";
    if (!FAILED.test(response)) return done;
    // Cut short by a transfer, applications say PLAYBACK ERROR and the like.
    if (!response.endsWith("NOT FOUND") && (await this.#askTransferred())) throw this.#left(done);
    throw new ApplicationError(done.get("Application"), response);
  }

  #left(done: ExecuteComplete): CallEndedError {
    return new CallEndedError(this.uuid, undefined, `execute ${done.get("Application")}`);
  }
}

function digitsArgument(options: DigitsOptions): string {
  const { min = 1, max = 128, tries = 1, inputTimeoutMs = 5000, terminators = "#" } = options;
  return literalArguments(
    min,
    max,
    tries,
    inputTimeoutMs,
    terminators === "" ? "none" : terminators,
    options.file,
    options.invalidFile ?? "",
    DIGITS_VARIABLE,
    options.regex ?? "^\\d+$",
    options.interDigitTimeoutMs ?? inputTimeoutMs,
  );
}
