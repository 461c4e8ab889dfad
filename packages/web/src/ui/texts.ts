import { addTexts } from "../i18n/index.js";

export const TEXTS = addTexts("ui", {
  en: { cancel: "Cancel", close: "Close" },
  de: { cancel: "Abbrechen", close: "Schließen" },
});
