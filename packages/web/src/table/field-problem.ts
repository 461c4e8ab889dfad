import { ProblemError } from "@parley/protocol/client";
import { useProblemText } from "../api/index.js";
import { useTexts } from "../i18n/index.js";
import { TEXTS } from "./texts.js";

/** What the server said of one item of a request. */
export interface Refusal {
  readonly code: string;
  readonly detail: string;
  readonly field?: string | undefined;
}

/** The refusal in an error of `api`; undefined for one that says nothing of a field. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof ProblemError) || error.problem.field === undefined) return undefined;
  const { code, detail, field } = error.problem;
  // `items[0].name`, `body.name`: the form has one item.
  return { code, detail, field: field.replace(/^.*\./, "") };
}

/** An item's refusal as the error it would have been in a request of its own. */
export function errorOf({ code, detail, field }: Refusal): ProblemError {
  const problem = { type: "about:blank", title: "", status: 409, code, detail, field };
  return new ProblemError(problem as ProblemError["problem"], undefined);
}

const RULES = {
  email: "emailInvalid",
  mac: "macInvalid",
  conferencePin: "conferencePinInvalid",
  context: "contextInvalid",
  type: "typeInvalid",
} as const;

/** What to say of a refusal beside its field. */
export function useRefusalText(): (refusal: Refusal) => string {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  return (refusal) => {
    const { code, field } = refusal;
    const rule = RULES[field as keyof typeof RULES];
    if (code === "taken" && field !== undefined) return say("taken");
    return code === "invalid" && rule ? say(rule) : problemText(errorOf(refusal));
  };
}
