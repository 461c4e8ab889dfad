import { isTrue } from "../../core/index.js";
import { inDates, inNumbers, inTimesOfDay, inWeekdays } from "./dialplan-time-values.js";

type Attributes = Readonly<Record<string, string>>;

/** The clock the dialplan looks at: hours from GMT (variable `tod_tz_offset`), else a zone's name (`timezone`), else the machine's. */
export interface DialplanClock {
  readonly now: number;
  readonly offset: number | undefined;
  readonly zone: string | undefined;
}

interface Calendar {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 0 is the first of January. */
  readonly yearDay: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The fields of a moment that was moved so that its UTC fields are local ones. */
function fieldsOf(shifted: number): Calendar {
  const date = new Date(shifted);
  const year = date.getUTCFullYear();
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
    yearDay: Math.floor((shifted - Date.UTC(year, 0, 1)) / DAY),
  };
}

const machineOffset = (now: number): number => -new Date(now).getTimezoneOffset() * 60_000;

/** Milliseconds a zone is ahead of GMT; a name nobody knows counts as GMT. */
function zoneOffset(zone: string, now: number): number {
  try {
    const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
    const name = parts.formatToParts(now).find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign, hours, minutes] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
    const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
    return sign === "-" ? -size : size;
  } catch {
    return 0;
  }
}

function offsetOf({ now, offset, zone }: DialplanClock): number {
  if (offset !== undefined) return offset * HOUR;
  return zone ? zoneOffset(zone, now) : machineOffset(now);
}

/** Whether the machine's zone has summer time now. */
function isSummerTime(now: number): boolean {
  const year = new Date(now).getFullYear();
  const offsets = [0, 6].map((month) => machineOffset(new Date(year, month, 1).getTime()));
  return machineOffset(now) > Math.min(...offsets);
}

/** Week of the month, 1 to 6, as mod_dialplan_xml counts it. */
function monthWeek({ day, weekday }: Calendar): number {
  const first = (7 - ((day - (weekday + 1)) % 7)) % 7;
  return Math.ceil((day + first) / 7);
}

/** Attributes that hold a list of numbers, and the number they are compared with. */
const NUMBERS: readonly (readonly [string, (at: Calendar) => number])[] = [
  ["year", ({ year }) => year],
  ["yday", ({ yearDay }) => yearDay + 1],
  ["mon", ({ month }) => month],
  ["mday", ({ day }) => day],
  ["week", ({ yearDay }) => Math.floor(yearDay / 7) + 1],
  ["mweek", monthWeek],
  ["hour", ({ hour }) => hour],
  ["minute", ({ minute }) => minute],
  ["minute-of-day", ({ hour, minute }) => hour * 60 + minute + 1],
];

function zoneChecks(attributes: Attributes, clock: DialplanClock): boolean[] {
  const hours = Math.trunc(offsetOf(clock) / HOUR);
  const { "tz-offset": wanted, dst } = attributes;
  const checks: boolean[] = [];
  if (wanted !== undefined) {
    // What is no number is taken for the zone itself.
    checks.push(!/^-?[\d.]+$/.test(wanted) || Number.parseInt(wanted, 10) === hours);
  }
  // `dst="false"` never holds there, in summer or in winter.
  if (dst) checks.push(isSummerTime(clock.now) && isTrue(dst));
  return checks;
}

/**
 * Compares the moment with the attributes of a condition (switch_xml_std_datetime_check): all there are must hold; undefined
 * when there is none.
 */
export function matchesTime(attributes: Attributes, clock: DialplanClock): boolean | undefined {
  const at = fieldsOf(clock.now + offsetOf(clock));
  const checks = zoneChecks(attributes, clock);
  const check = (name: string, holds: (value: string) => boolean): void => {
    const value = attributes[name];
    if (value !== undefined) checks.push(holds(value));
  };
  check("date-time", (value) => inDates(value, clock.now));
  for (const [name, number] of NUMBERS) check(name, (value) => inNumbers(value, number(at)));
  check("wday", (value) => inWeekdays(value, at.weekday + 1));
  check("time-of-day", (value) => inTimesOfDay(value, at.hour * 3600 + at.minute * 60 + at.second));
  return checks.length === 0 ? undefined : checks.every(Boolean);
}
