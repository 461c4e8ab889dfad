const two = (value: number): string => String(value).padStart(2, "0");

/** `YYYY-MM-DD HH:MM:SS` in local time, as the switch writes stamps. */
export function localStamp(ms: number): string {
  const at = new Date(ms);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

export const epochSeconds = (ms: number): string => String(Math.floor(ms / 1000));
export const epochMicros = (ms: number): string => String(Math.round(ms * 1000));
