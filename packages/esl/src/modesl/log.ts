import type { Event } from "./event.js";

const DEBUG_LEVEL = 7;
const settings = {
  level: 0,
  enabled: false,
  logger: (text: string): void => {
    process.stdout.write(`${text}\n`);
  },
};

export const logState = {
  get _log(): boolean {
    return settings.enabled;
  },
  set _log(enabled: boolean) {
    settings.enabled = enabled;
  },
  get _level(): number {
    return settings.level;
  },
  set _level(level: number) {
    settings.level = level;
  },
  /** Takes each line that is logged; standard output unless replaced. */
  get _logger(): (text: string) => void {
    return settings.logger;
  },
  set _logger(logger: (text: string) => void) {
    settings.logger = logger;
  },
};

/** Writes log lines of the switch up to this level (0 console … 7 debug) to standard output; the level is kept unless told. */
export function setLogLevel(level?: number): void {
  const wanted = Number(level);
  if (!Number.isNaN(wanted)) settings.level = wanted;
  settings.enabled = true;
}

/** Logs a log/data event when its level is wanted. */
export function doLog(event: Event): void {
  if (!settings.enabled) return;
  const level = Number(event.getHeader("Log-Level") ?? 0);
  if (!(level <= settings.level)) return;
  const body = event.getBody();
  settings.logger(settings.level >= DEBUG_LEVEL ? `${event.serialize()}\n\n${body}` : body);
}
