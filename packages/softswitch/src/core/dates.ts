const pad = (value: number): string => String(value).padStart(2, "0");

/** `2026-11-22 02:14:34` in the machine's own time zone. */
export function formatLocalDate(at: Date): string {
  const day = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return `${day} ${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
}

/** `Sun, 22 Nov 2026 02:14:34 GMT`, the form of RFC 9110. */
export function formatGmtDate(at: Date): string {
  return at.toUTCString();
}

const UNITS = [
  ["year", 31_536_000_000_000],
  ["day", 86_400_000_000],
  ["hour", 3_600_000_000],
  ["minute", 60_000_000],
  ["second", 1_000_000],
  ["millisecond", 1_000],
  ["microsecond", 1],
] as const;

export type DurationUnit = `${(typeof UNITS)[number][0]}s`;

/** Splits microseconds the way `status` shows the uptime; a year has 365 days there. */
export function splitDuration(microseconds: number): Record<DurationUnit, number> {
  let rest = Math.max(0, Math.floor(microseconds));
  const parts = UNITS.map(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return [`${name}s`, count] as const;
  });
  return Object.fromEntries(parts) as Record<DurationUnit, number>;
}

/** `0 years, 0 days, 1 hour, 2 minutes, …` : singular for exactly one. */
export function formatDuration(microseconds: number): string {
  return Object.entries(splitDuration(microseconds))
    .map(([unit, count]) => `${count} ${count === 1 ? unit.slice(0, -1) : unit}`)
    .join(", ");
}
