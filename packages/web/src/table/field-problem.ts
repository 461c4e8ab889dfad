import { useProblemText } from "../api/index.js";
import { useTexts } from "../i18n/index.js";
import { errorOf, type Refusal } from "./refusal.js";
import { TEXTS } from "./texts.js";

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
