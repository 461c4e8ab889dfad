import { addTexts } from "../i18n/index.js";

/** All that the navigation needs; the screen brings its own. */
export const TITLE = addTexts("conferencesTitle", {
  en: { title: "Conferences" },
  de: { title: "Konferenzen" },
});
