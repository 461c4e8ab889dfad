import { useState } from "react";
import { useProblemText } from "../api/index.js";
import { useTexts } from "../i18n/index.js";
import { refusalOf, useRefusalText } from "../table/index.js";
import {
  CONFERENCE_FIELDS,
  type ConferenceField,
  type ConferenceValues,
  missingFields,
} from "./conference-values.js";
import { TEXTS } from "./texts.js";

/** What a form about a conference holds and what is wrong with it. */
export function useConferenceForm(initial: ConferenceValues, error: unknown) {
  const say = useTexts(TEXTS);
  const refusalText = useRefusalText();
  const problemText = useProblemText();
  const [values, setValues] = useState(initial);
  const [tried, setTried] = useState(false);
  const problems: Partial<Record<ConferenceField, string>> = {};
  const refusal = refusalOf(error);
  const guilty = CONFERENCE_FIELDS.find((field) => field === refusal?.field);
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
