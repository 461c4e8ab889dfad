/** What a form holds; every field is what was typed. */
export type Values<Field extends string> = Readonly<Record<Field, string>>;

/** The fields of a form, and those without which the server need not be asked. */
export interface FormShape<Field extends string> {
  readonly fields: readonly Field[];
  readonly required: readonly Field[];
}

export const missingIn = <Field extends string>(
  { required }: FormShape<Field>,
  values: Values<Field>,
): readonly Field[] => required.filter((field) => values[field].trim() === "");

const changedIn = <Field extends string>(
  { fields }: FormShape<Field>,
  before: Values<Field>,
  after: Values<Field>,
): readonly Field[] => fields.filter((field) => before[field] !== after[field]);

export const isChangedIn = <Field extends string>(
  shape: FormShape<Field>,
  before: Values<Field>,
  after: Values<Field>,
): boolean => changedIn(shape, before, after).length > 0;

/** What has to be sent for a change: a field that was left alone is not set anew. */
export const patchIn = <Field extends string>(
  shape: FormShape<Field>,
  before: Values<Field>,
  after: Values<Field>,
): Partial<Record<Field, string>> =>
  Object.fromEntries(
    changedIn(shape, before, after).map((field) => [field, after[field].trim()]),
  ) as Partial<Record<Field, string>>;
