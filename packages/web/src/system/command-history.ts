const KEPT = 100;

/** Commands sent, oldest first, and which of them stands in the field; at the end it is the one being typed. */
export interface CommandHistory {
  readonly sent: readonly string[];
  readonly at: number;
  readonly typed: string;
}

export const NO_HISTORY: CommandHistory = { sent: [], at: 0, typed: "" };

export const shownCommand = ({ sent, at, typed }: CommandHistory): string => sent[at] ?? typed;

/** Changing an old command makes it the one being typed. */
export const typing = ({ sent }: CommandHistory, typed: string): CommandHistory => ({
  sent,
  at: sent.length,
  typed,
});

export function sending({ sent }: CommandHistory, command: string): CommandHistory {
  const next = sent.at(-1) === command ? sent : [...sent, command].slice(-KEPT);
  return { sent: next, at: next.length, typed: "" };
}

export const older = (history: CommandHistory): CommandHistory => ({
  ...history,
  at: Math.max(0, history.at - 1),
});

export const newer = (history: CommandHistory): CommandHistory => ({
  ...history,
  at: Math.min(history.sent.length, history.at + 1),
});
