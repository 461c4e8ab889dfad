const RESET = "\x1b[0m";
const GREY = "\x1b[90m";
const RED = "\x1b[31m";
const GREEN = "\x1b[32m";
const YELLOW = "\x1b[33m";
const MAGENTA = "\x1b[35m";
const CYAN = "\x1b[36m";

/** By log level: console, alert, crit, err, warning, notice, info, debug. */
const LEVELS = ["", RED, RED, RED, MAGENTA, CYAN, GREEN, YELLOW] as const;

/** How texts of each kind look; all plain where nobody can see colours. */
export interface Palette {
  log(level: number, text: string): string;
  event(text: string): string;
  notice(text: string): string;
  failure(text: string): string;
}

/** Colours are for terminals, and for those who did not ask to be spared (https://no-color.org). */
export function wantsColour(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  return isTerminal && !environment["NO_COLOR"] && environment["TERM"] !== "dumb";
}

export function createPalette(coloured: boolean): Palette {
  const paint = (colour: string, text: string): string =>
    coloured && colour !== "" ? `${colour}${text}${RESET}` : text;
  return {
    log: (level, text) => paint(LEVELS[level] ?? "", text),
    event: (text) => paint(CYAN, text),
    notice: (text) => paint(GREY, text),
    failure: (text) => paint(RED, text),
  };
}
