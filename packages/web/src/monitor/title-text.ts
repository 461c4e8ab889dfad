import { addTexts } from "../i18n/index.js";

/** Apart from the other texts, for the navigation has to show it before the screen is loaded. */
export const TITLE = addTexts("monitor-title", {
  en: { title: "Monitor" },
  de: { title: "Monitor" },
});
