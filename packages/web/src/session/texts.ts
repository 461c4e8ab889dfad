import { addTexts } from "../i18n/index.js";

export const TEXTS = addTexts("session", {
  en: {
    title: "Sign in to Parley",
    name: "Name",
    password: "Password",
    submit: "Sign in",
    wrong: "Name or password is not right.",
    tooMany: "Too many tries. Please wait {{seconds}} seconds.",
  },
  de: {
    title: "Bei Parley anmelden",
    name: "Name",
    password: "Passwort",
    submit: "Anmelden",
    wrong: "Name oder Passwort stimmt nicht.",
    tooMany: "Zu viele Versuche. Bitte warten Sie {{seconds}} Sekunden.",
  },
});
