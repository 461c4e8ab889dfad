import { useState } from "react";
import { useProblemText } from "../api/index.js";
import { useTexts } from "../i18n/index.js";
import { refusalOf, useRefusalText } from "../table/index.js";
import { TEXTS } from "./texts.js";
import { missingFields, USER_FIELDS, type UserField, type UserValues } from "./user-values.js";

/** What a form about a user holds and what is wrong with it: first what is missing, then what the server says. */
export function useUserForm(initial: UserValues, error: unknown) {
  const say = useTexts(TEXTS);
  const refusalText = useRefusalText();
  const problemText = useProblemText();
  const [values, setValues] = useState(initial);
  const [tried, setTried] = useState(false);
  const problems: Partial<Record<UserField, string>> = {};
  const refusal = refusalOf(error);
  const guilty = USER_FIELDS.find((field) => field === refusal?.field);
  if (refusal && guilty) problems[guilty] = refusalText(refusal);
  if (tried) for (const field of missingFields(values)) problems[field] = say("required");
  return {
    values,
    setValues,
    problems,
    /** What no field is to blame for. */
    failure: error && guilty === undefined ? problemText(error) : undefined,
    /** Whether it may be sent; from now on what is missing is said. */
    check: (): boolean => {
      setTried(true);
      return missingFields(values).length === 0;
    },
  };
}
