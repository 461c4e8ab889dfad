import { addTexts } from "../i18n/index.js";

/** What the navigation needs before the screen is loaded. */
export const TEXTS = addTexts("recordings-title", {
  en: { title: "Recordings" },
  de: { title: "Aufnahmen" },
});
