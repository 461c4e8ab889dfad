/** Why one item of a request was not done. */
export const ITEM_PROBLEMS = [
  "invalid",
  "taken",
  "unknown",
  "range full",
  "last administrator",
  "not editable",
  "refused by the switch",
  "not read back",
] as const;
export type ItemProblem = (typeof ITEM_PROBLEMS)[number];

/** One item of a request cannot be done and has left no trace; the message may be shown to whoever asked for it. */
export class ItemError extends Error {
  override readonly name: string = "ItemError";
  constructor(
    readonly problem: ItemProblem,
    message: string,
    readonly field?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A value that breaks the rules of its field. */
export class InvalidValueError extends ItemError {
  override readonly name = "InvalidValueError";
  constructor(field: string, message: string) {
    super("invalid", message, field);
  }
}
