import { type EslClient, EslError, type SubscriptionInput } from "@parley/esl";
import type { Palette } from "./colours.js";
import { helpText, parseLine } from "./line.js";
import { eventText, logText, printable } from "./printable.js";
import { nextWish } from "./wish.js";

/** How a line ended: "failed" when the switch, or the console, refused it. */
export type Outcome = "done" | "failed" | "exit";

/** The result of a command, said in the order the commands were given. */
interface Answer {
  readonly outcome: Outcome;
  readonly text: string;
}

export interface ConsoleOptions {
  readonly client: EslClient;
  readonly palette: Palette;
  readonly print: (text: string) => void;
}

const DONE: Answer = { outcome: "done", text: "" };

/** What a line does, however it was entered. */
export class SwitchConsole {
  readonly #options: ConsoleOptions;
  #wish: SubscriptionInput = { events: [], subclasses: [], filters: [] };

  constructor(options: ConsoleOptions) {
    this.#options = options;
    const { client, palette, print } = options;
    client.on("event", (event) => print(palette.event(printable(eventText(event)))));
    client.on("log", (line) => print(palette.log(line.level, printable(logText(line)))));
  }

  /**
   * Writes the command in this very turn, so that lines keep their order without waiting for each other. The answer is
   * printed when `before` has settled.
   */
  async enter(line: string, options: { before?: Promise<unknown>; signal?: AbortSignal } = {}) {
    const running = this.#run(line, options.signal).catch((error: unknown) => this.#failed(error));
    const [{ outcome, text }] = await Promise.all([running, options.before]);
    if (text !== "") this.#options.print(text);
    return outcome;
  }

  async #run(line: string, signal: AbortSignal | undefined): Promise<Answer> {
    const action = parseLine(line);
    const { client, palette } = this.#options;
    if (action.do === "nothing") return DONE;
    if (action.do === "exit") return { outcome: "exit", text: "" };
    if (action.do === "help") return { outcome: "done", text: helpText() };
    if (action.do === "complain") return { outcome: "failed", text: palette.failure(action.text) };
    if (action.do === "log") {
      await client.log(action.level);
      return {
        outcome: "done",
        text: action.level === undefined ? "log off" : `log ${action.level}`,
      };
    }
    if (action.do === "api" || action.do === "bgapi") {
      const wait = { raw: true, timeoutMs: Number.POSITIVE_INFINITY, ...(signal && { signal }) };
      return this.#answer(await client[action.do](action.command, undefined, wait));
    }
    return this.#subscribe(nextWish(this.#wish, action) ?? this.#wish);
  }

  async #subscribe(wish: SubscriptionInput): Promise<Answer> {
    const had = this.#wish;
    this.#wish = wish;
    try {
      await this.#options.client.subscribe(wish);
    } catch (error) {
      if (this.#wish === wish) this.#wish = had;
      throw error;
    }
    const names = [...(wish.events ?? []), ...(wish.subclasses ?? [])].join(" ") || "none";
    const filters = (wish.filters ?? []).map(({ header, value }) => `${header}=${value}`).join(" ");
    return { outcome: "done", text: `events: ${names}${filters && `; filters: ${filters}`}` };
  }

  #answer(output: string): Answer {
    const failed = /^-(?:ERR|USAGE)/.test(output) && output.trimEnd() !== "-ERR no reply";
    const text = printable(output).trimEnd();
    const { palette } = this.#options;
    return failed
      ? { outcome: "failed", text: palette.failure(text) }
      : { outcome: "done", text: output.trimEnd() === "-ERR no reply" ? "" : text };
  }

  #failed(error: unknown): Answer {
    if (!(error instanceof EslError)) throw error;
    return { outcome: "failed", text: this.#options.palette.failure(printable(error.message)) };
  }
}
