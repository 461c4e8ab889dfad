const PREFIX = "ARRAY::";
const SEPARATOR = "|:";

/** The elements of a header that was pushed to repeatedly (`ARRAY::a|:b`), or the value alone. */
export function splitArray(value: string): readonly string[] {
  return value.startsWith(PREFIX) ? value.slice(PREFIX.length).split(SEPARATOR) : [value];
}

/** The joined form; one element stands bare, as switch_event.c writes it. */
export function joinArray(values: readonly string[]): string {
  return values.length === 1 ? values[0]! : PREFIX + values.join(SEPARATOR);
}

/** True for the joined form. */
export function isArrayValue(value: string): boolean {
  return value.startsWith(PREFIX);
}
