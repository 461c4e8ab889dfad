import type { Call, CallEnd } from "./types.js";

export interface PastCall {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly direction: Call["direction"];
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Spoken; 0 for a call that nobody answered. */
  readonly seconds: number;
  readonly end: CallEnd;
}

export const HISTORY_LIMIT = 100;

export const historyKey = (user: string): string => `parley.phone.history.${user}`;

/** What to remember of a call that has ended. */
export function pastCall(call: Call): PastCall | undefined {
  const { id, number, name, direction, startedAt, answeredAt, endedAt, end } = call;
  if (end === undefined || endedAt === undefined) return undefined;
  const seconds = answeredAt === undefined ? 0 : Math.round((endedAt - answeredAt) / 1000);
  return { id, number, name, direction, at: startedAt, seconds, end };
}

/** The newest first, each once, no more than are worth keeping. */
export function remembered(history: readonly PastCall[], call: PastCall): readonly PastCall[] {
  return [call, ...history.filter(({ id }) => id !== call.id)].slice(0, HISTORY_LIMIT);
}

/** What was stored; what cannot be read is nothing. */
export function parseHistory(text: string | null): readonly PastCall[] {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(value) ? value.filter(isPastCall) : [];
  } catch {
    return [];
  }
}

function isPastCall(value: unknown): value is PastCall {
  if (typeof value !== "object" || value === null) return false;
  const { id, number, name, at, seconds } = value as Record<string, unknown>;
  return (
    [id, number, name].every((text) => typeof text === "string") &&
    [at, seconds].every((figure) => typeof figure === "number")
  );
}

/** Whether one would want to call back. */
export const isMissed = ({ direction, end }: PastCall): boolean =>
  direction === "incoming" && (end === "missed" || end === "no answer");
