import { useState } from "react";
import { useProblemText } from "../api/index.js";
import { useTexts } from "../i18n/index.js";
import { refusalOf, useRefusalText } from "../table/index.js";
import { type FormShape, missingIn, type Values } from "./form-shape.js";
import { TEXTS } from "./texts.js";

export interface EntryForm<Field extends string> {
  readonly values: Values<Field>;
  readonly setValues: (values: Values<Field>) => void;
  /** What to say beside a field. */
  readonly problems: Readonly<Partial<Record<Field, string>>>;
  /** What no field is to blame for. */
  readonly failure: string | undefined;
  /** Whether it may be sent; from now on what is missing is said. */
  readonly check: () => boolean;
}

/** What a form holds and what is wrong with it: first what is missing, then what the server says. */
export function useEntryForm<Field extends string>(
  shape: FormShape<Field>,
  initial: Values<Field>,
  error: unknown,
): EntryForm<Field> {
  const say = useTexts(TEXTS);
  const refusalText = useRefusalText();
  const problemText = useProblemText();
  const [values, setValues] = useState(initial);
  const [tried, setTried] = useState(false);
  const problems: Partial<Record<Field, string>> = {};
  const refusal = refusalOf(error);
  const guilty = shape.fields.find((field) => field === refusal?.field);
  if (refusal && guilty) problems[guilty] = refusalText(refusal);
  if (tried) for (const field of missingIn(shape, values)) problems[field] = say("required");
  return {
    values,
    setValues,
    problems,
    failure: error && guilty === undefined ? problemText(error) : undefined,
    check: () => {
      setTried(true);
      return missingIn(shape, values).length === 0;
    },
  };
}
