import { useSyncExternalStore } from "react";
import { formatDuration, readClock, subscribeClock } from "./clock.js";
import classes from "./duration.module.css";

export interface DurationProps {
  /** ISO 8601. */
  readonly since: string;
  readonly label?: string;
}

/** How long something has been going on, running. A screen reader is not told of every second. */
export function Duration({ since, label }: DurationProps) {
  const now = useSyncExternalStore(subscribeClock, readClock);
  return (
    <span className={classes["duration"]} role="timer" aria-live="off" aria-label={label}>
      {formatDuration(now - Date.parse(since))}
    </span>
  );
}
