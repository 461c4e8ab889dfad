import { ProblemError } from "@parley/protocol/client";
import { addTexts, useTexts } from "../i18n/index.js";

const TEXTS = addTexts("problems", {
  en: {
    offline: "The server cannot be reached. Trying again…",
    invalid: "This is not possible: {{detail}}",
    unauthenticated: "Please sign in again.",
    forbidden: "You may not do this.",
    "not found": "It is not there any more.",
    taken: "There is one already: {{detail}}",
    "range full": "No number is free.",
    "last administrator": "One administrator must remain.",
    "not editable": "It can only be changed by hand: {{detail}}",
    refused: "Not now: {{detail}}",
    "no space": "There is too little room on the disk.",
    "too many requests": "Too many tries. Please wait a moment.",
    "switch away": "The switch cannot be reached at the moment.",
    "switch refused": "The switch refused: {{detail}}",
    "switch timeout": "The switch did not answer in time.",
    off: "This is switched off.",
    internal: "The server made a mistake.",
  },
  de: {
    offline: "Der Server ist nicht erreichbar. Neuer Versuch …",
    invalid: "Das geht nicht: {{detail}}",
    unauthenticated: "Bitte melden Sie sich neu an.",
    forbidden: "Das dürfen Sie nicht.",
    "not found": "Es ist nicht mehr da.",
    taken: "Das gibt es schon: {{detail}}",
    "range full": "Keine Nummer ist mehr frei.",
    "last administrator": "Ein Administrator muss bleiben.",
    "not editable": "Nur von Hand änderbar: {{detail}}",
    refused: "Jetzt nicht: {{detail}}",
    "no space": "Auf dem Datenträger ist zu wenig Platz.",
    "too many requests": "Zu viele Versuche. Bitte warten Sie einen Moment.",
    "switch away": "Die Telefonanlage ist gerade nicht erreichbar.",
    "switch refused": "Die Telefonanlage lehnt ab: {{detail}}",
    "switch timeout": "Die Telefonanlage hat nicht rechtzeitig geantwortet.",
    off: "Das ist abgeschaltet.",
    internal: "Der Server hat einen Fehler gemacht.",
  },
});

/** The sentence says it already. */
const REFUSAL = /^the switch refused: (-ERR )?/;

/** What to tell people of an error of `api`. */
export function useProblemText(): (error: unknown) => string {
  const say = useTexts(TEXTS);
  return (error) =>
    error instanceof ProblemError
      ? say(error.problem.code, { detail: error.problem.detail.replace(REFUSAL, "") })
      : say("offline");
}
