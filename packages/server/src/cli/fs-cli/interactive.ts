import {
  clearScreenDown,
  createInterface,
  cursorTo,
  type Interface,
  moveCursor,
} from "node:readline";
import type { EslClient, Status } from "@parley/esl";
import type { Palette } from "./colours.js";
import { type ApiCommand, complete, readApiCommands } from "./completion.js";
import type { SwitchConsole } from "./console.js";
import { HISTORY_LINES, readHistory, writeHistory } from "./history.js";

export interface InteractiveOptions {
  readonly client: EslClient;
  /** host:port, for the prompt and for what is said about the link. */
  readonly address: string;
  readonly palette: Palette;
  readonly historyFile: string;
}

/** A terminal with a prompt at its foot; what the switch says appears above the line that is being typed. */
export class Terminal {
  readonly #options: InteractiveOptions;
  readonly #readline: Interface;
  #commands: readonly ApiCommand[] = [];
  #running: AbortController | undefined;

  constructor(options: InteractiveOptions) {
    this.#options = options;
    const { client, historyFile } = options;
    this.#readline = createInterface({
      input: process.stdin,
      output: process.stdout,
      completer: (line: string) => complete(line, this.#commands),
      history: readHistory(historyFile),
      historySize: HISTORY_LINES,
      removeHistoryDuplicates: true,
    });
    this.#readline.on("history", (lines: string[]) => writeHistory(historyFile, lines));
    client.on("status", (status) => this.#show(status));
    client.on("ready", () => void this.#learn());
    this.#readline.setPrompt(this.#prompt(false));
  }

  /** Prints above the prompt and restores what was typed. */
  print(text: string): void {
    const output = process.stdout;
    const { rows } = this.#readline.getCursorPos();
    moveCursor(output, 0, -rows);
    cursorTo(output, 0);
    clearScreenDown(output);
    output.write(`${text}\n`);
    if (this.#running === undefined) this.#readline.prompt(true);
  }

  close(): void {
    this.#readline.close();
  }

  /** Until the person leaves. Ctrl-C drops the line, gives up the command that runs, or leaves. */
  async run(console: SwitchConsole): Promise<void> {
    this.#readline.on("SIGINT", () => this.#interrupt());
    this.#readline.prompt();
    for await (const line of this.#readline) {
      this.#running = new AbortController();
      const outcome = await console.enter(line, { signal: this.#running.signal });
      this.#running = undefined;
      if (outcome === "exit") break;
      this.#readline.prompt();
    }
  }

  #interrupt(): void {
    if (this.#running !== undefined) return this.#running.abort("Ctrl-C");
    if (this.#readline.line === "") return this.#readline.close();
    this.#readline.write(null, { ctrl: true, name: "e" });
    this.#readline.write(null, { ctrl: true, name: "u" });
  }

  #show(status: Status): void {
    const { palette, address } = this.#options;
    this.#readline.setPrompt(this.#prompt(status.state === "ready"));
    if (status.state === "ready") this.print(palette.notice(`connected to ${address}`));
    if (status.state !== "waiting") return;
    const seconds = (status.delayMs / 1000).toFixed(1);
    const text = `no link to ${address}: ${status.error.message}; next try in ${seconds} s`;
    this.print(palette.failure(text));
  }

  #prompt(isReady: boolean): string {
    return isReady ? `${this.#options.address}> ` : `${this.#options.address} (no link)> `;
  }

  /** A switch that was restarted may know other commands. */
  async #learn(): Promise<void> {
    const commands = await readApiCommands(this.#options.client);
    if (commands.length > 0) this.#commands = commands;
  }
}
