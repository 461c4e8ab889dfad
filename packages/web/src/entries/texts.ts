import { addTexts } from "../i18n/index.js";

export const TEXTS = addTexts("entries", {
  en: {
    required: "Please fill this in.",
    create: "Add",
    cancel: "Cancel",
    close: "Close",
    remove: "Delete",
  },
  de: {
    required: "Bitte ausfüllen.",
    create: "Anlegen",
    cancel: "Abbrechen",
    close: "Schließen",
    remove: "Löschen",
  },
});
