import { addTexts } from "../i18n/index.js";

export const TEXTS = addTexts("home", {
  en: { title: "Home" },
  de: { title: "Start" },
});
