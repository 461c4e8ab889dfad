import { addTexts } from "../i18n/index.js";

export const TEXTS = addTexts("recorded", {
  en: {
    server: "Parley, for want of space",
    switch: "somebody at the switch",
    notGrowing: "File does not grow",
    notGrowingText:
      "The recording runs, but its file does not grow. What is said now may be lost: look after the disk and the switch.",
    failed: "Not recording",
    failedText:
      "The recording could not begin: the switch cannot write its file. Nothing of what is said is being recorded.",
    diskFull: "Disk full",
    diskFullText: "The recording was stopped because the disk is full. What was recorded is kept.",
  },
  de: {
    server: "Parley, aus Platzmangel",
    switch: "jemand an der Telefonanlage",
    notGrowing: "Datei wächst nicht",
    notGrowingText:
      "Die Aufnahme läuft, aber ihre Datei wächst nicht. Was jetzt gesagt wird, geht vielleicht verloren: bitte Platte und Telefonanlage prüfen.",
    failed: "Keine Aufnahme",
    failedText:
      "Die Aufnahme konnte nicht beginnen: Die Telefonanlage kann ihre Datei nicht schreiben. Nichts von dem, was gesagt wird, wird aufgenommen.",
    diskFull: "Platte voll",
    diskFullText:
      "Die Aufnahme wurde beendet, weil die Platte voll ist. Was aufgenommen war, ist erhalten.",
  },
});
