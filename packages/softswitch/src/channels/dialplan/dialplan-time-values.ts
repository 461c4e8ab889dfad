/** C's strtol: blanks, a sign, digits; the number and what is left. */
function leadingNumber(text: string): readonly [number, string] {
  const found = /^\s*[+-]?\d+/.exec(text)?.[0];
  return found === undefined ? [0, text] : [Number(found), text.slice(found.length)];
}

/** Whether a value lies in a range; one whose end is before its beginning goes round the turn. */
const within = (value: number, from: number, to: number): boolean =>
  from <= to ? value >= from && value <= to : value >= from || value <= to;

/** `1,5-7,22-3`: numbers and ranges; what cannot be read ends the list (switch_number_cmp). */
export function inNumbers(list: string, value: number): boolean {
  for (let rest = list; ; rest = rest.slice(1)) {
    const [from, behind] = leadingNumber(rest);
    rest = behind;
    if (!rest.startsWith("-")) {
      if (from === value) return true;
    } else {
      const [to, after] = leadingNumber(rest.slice(1));
      rest = after;
      if (within(value, from, to)) return true;
    }
    if (!rest.startsWith(",")) return false;
  }
}

const seconds = (text: string): number => {
  const [hours = "", minutes = "", rest = ""] = text.split(":");
  return leadingNumber(hours)[0] * 3600 + leadingNumber(minutes)[0] * 60 + leadingNumber(rest)[0];
};

/** `08:00-12:30,22:00:30-06:00`, compared in seconds of the day (switch_tod_cmp). */
export function inTimesOfDay(list: string, second: number): boolean {
  return list.split(",").some((range) => {
    const [, from, to] = /^([^:-]*:[^-]*)-([^:]*:.*)$/s.exec(range) ?? [];
    return from !== undefined && to !== undefined && within(second, seconds(from), seconds(to));
  });
}

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

type DayToken = number | "-" | "," | undefined;

/** Days by number (1 is Sunday) or by the first three letters; undefined for what is neither, which ends the list. */
function dayTokens(list: string): DayToken[] {
  const tokens: DayToken[] = [];
  for (let rest = list; rest !== ""; ) {
    const name = DAYS.indexOf(rest.slice(0, 3).toLowerCase());
    const sign = rest[0] === "-" || rest[0] === "," ? rest[0] : undefined;
    if (sign === undefined && name < 0 && !/^[1-7]/.test(rest)) return [...tokens, undefined];
    tokens.push(sign ?? (name < 0 ? Number(rest[0]) : name + 1));
    rest = rest.slice(sign === undefined && name >= 0 ? 3 : 1);
  }
  return tokens;
}

/** `mon-fri,1` (switch_dow_cmp); the value counts from Sunday as 1. */
export function inWeekdays(list: string, value: number): boolean {
  let before: number | undefined;
  let start: number | undefined;
  for (const token of dayTokens(list)) {
    if (token === undefined) return false;
    if (token === "-") start = before;
    else if (token !== ",") {
      if (start === undefined ? token === value : within(value, start, token)) return true;
      start = undefined;
    }
    before = typeof token === "number" ? token : undefined;
  }
  return false;
}

const DATE = /^(\d+)-(\d+)-(\d+)\s*(\d*):?(\d*):?(\d*)/;
const TIME = /^(\d*):?(\d*):?(\d*)$/;

/** A local moment in milliseconds; a time alone is one of today. Undefined for what is neither (switch_str_time). */
function moment(text: string, now: number): number | undefined {
  const time = TIME.exec(text);
  if (time) {
    const [hours, minutes, rest] = time.slice(1).map(Number);
    return new Date(now).setHours(hours ?? 0, minutes ?? 0, rest ?? 0, 0);
  }
  const date = DATE.exec(text);
  if (!date) return undefined;
  const [year = 0, month = 1, day = 1, ...rest] = date.slice(1).map(Number);
  return new Date(year, month - 1, day, ...rest).getTime();
}

/** `2026-01-01 08:00~2026-01-02,…`: from a moment up to, not including, another (switch_fulldate_cmp). */
export function inDates(list: string, now: number): boolean {
  for (const range of list.split(",")) {
    const middle = range.indexOf("~");
    if (middle < 0) continue;
    const from = moment(range.slice(0, middle), now);
    const to = moment(range.slice(middle + 1), now);
    if (from === undefined || to === undefined) return false;
    if (from <= now && to > now) return true;
  }
  return false;
}
