import type {
  ApiDescription,
  ApiHandler,
  ApiRegistry,
  ApiResult,
  EventOptions,
  PendingEvent,
} from "./types.js";

export interface ApiCommandsOptions {
  /** Takes the sequence number of the API event; absent: no API events (our own sub-commands). */
  readonly prepare?: (name: string, options: EventOptions) => PendingEvent;
  /** Told when a handler throws: the caller only sees a failed command, as with a crashed module. */
  readonly onError?: (command: string, error: unknown) => void;
}

interface Entry {
  readonly handler: ApiHandler;
  readonly details: ApiDescription;
}

/** Splits at the first blank and strips the blanks around the rest (switch_loadable_module.c). */
export function splitCommand(line: string): { name: string; args: string } {
  const at = line.indexOf(" ");
  return at < 0
    ? { name: line, args: "" }
    : { name: line.slice(0, at), args: line.slice(at + 1).trim() };
}

const apiSource = {
  file: "switch_loadable_module.c",
  function: "switch_api_execute",
  line: 2954,
};

/** The commands of `api`, looked up without regard to case. */
export class ApiCommands implements ApiRegistry {
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly options: ApiCommandsOptions = {}) {}

  register(
    name: string,
    handler: ApiHandler,
    details: Partial<Omit<ApiDescription, "name">> = {},
  ): void {
    const { syntax = "", description = "", module = "mod_commands" } = details;
    this.#entries.set(name.toLowerCase(), {
      handler,
      details: { name, syntax, description, module },
    });
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  list(): readonly ApiDescription[] {
    return [...this.#entries.values()].map((entry) => entry.details);
  }

  run(line: string): ApiResult | Promise<ApiResult> {
    const { name, args } = splitCommand(line);
    const event = this.options.prepare?.("API", {
      headers: [
        ["API-Command", name],
        ["API-Command-Argument", args],
      ],
      source: apiSource,
    });
    const result = this.#call(name, args);
    if (!(result instanceof Promise)) {
      event?.fire();
      return result;
    }
    return result.finally(() => event?.fire());
  }

  async execute(line: string): Promise<string> {
    return (await this.run(line)) ?? `-ERR ${splitCommand(line).name} Command not found!\n`;
  }

  #call(name: string, args: string): ApiResult | Promise<ApiResult> {
    const entry = this.#entries.get(name.toLowerCase());
    if (entry === undefined) return undefined;
    const failed = (error: unknown): undefined => {
      this.options.onError?.(name, error);
      return undefined;
    };
    try {
      const result = entry.handler(args, { args, command: name.toLowerCase() });
      return result instanceof Promise ? result.catch(failed) : result;
    } catch (error) {
      return failed(error);
    }
  }
}
