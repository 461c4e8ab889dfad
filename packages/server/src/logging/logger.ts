import { type Logger as PinoLogger, pino } from "pino";

export type Logger = PinoLogger;

/** Keys whose values never reach a log, wherever they stand in what is logged. */
const SECRETS = ["password", "eslPassword", "authorization", "conpin", "pin", "secret", "cookie"];
const REDACTED = SECRETS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `*["${key}"]`]);

/** JSON lines on stdout, one object per event; children carry the room they speak for. */
export function createLogger(
  level: string,
  destination?: { write(line: string): unknown },
): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: [...new Set(REDACTED)], censor: "[redacted]" },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** The v1 WebSocket carries name and password in its address; nothing of it may be logged. */
export function redactUrl(url: string): string {
  return (
    url
      .replace(/([?&](?:password|token)=)[^&#]*/gi, "$1[redacted]")
      // A password in it may hold an `&` that nobody encoded.
      .replace(/([?&]login=).*/is, "$1[redacted]")
  );
}
